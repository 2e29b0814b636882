package org.unroll.examples;

/// Notebook 002.
public final class Notebook002 implements Program {
    /// Ready to [#run].
    public Notebook002() {}

    @Override
    public void run(Run run) {
        IO.println("Notebook 002");
    }
}
