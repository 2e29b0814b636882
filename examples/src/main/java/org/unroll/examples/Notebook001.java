package org.unroll.examples;

/// Notebook 001.
public final class Notebook001 implements Program {
    /// Ready to [#run].
    public Notebook001() {}

    @Override
    public void run(Run run) {
        IO.println("Notebook 001");
    }
}
