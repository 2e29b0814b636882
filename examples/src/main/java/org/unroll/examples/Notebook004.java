package org.unroll.examples;

/// Notebook 004.
public final class Notebook004 implements Program {
    /// Ready to [#run].
    public Notebook004() {}

    @Override
    public void run(Run run) {
        IO.println("Notebook 004");
    }
}
