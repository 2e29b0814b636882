package org.unroll.examples;

/// Notebook 000.
public final class Notebook000 implements Program {
    /// Ready to [#run].
    public Notebook000() {}

    @Override
    public void run(Run run) {
        IO.println("Notebook 000");
    }
}
