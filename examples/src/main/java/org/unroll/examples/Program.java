package org.unroll.examples;

import java.io.IOException;

/// An example: what `./unroll examples NAME` runs.
@FunctionalInterface
public interface Program {
    /// Runs it. What it finds goes to standard output, where the same options give the same lines
    /// each time; times go to [Run#time].
    void run(Run run) throws IOException;
}
