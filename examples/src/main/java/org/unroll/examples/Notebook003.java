package org.unroll.examples;

/// Notebook 003.
public final class Notebook003 implements Program {
    /// Ready to [#run].
    public Notebook003() {}

    @Override
    public void run(Run run) {
        IO.println("Notebook 003");
    }
}
