package org.unroll.benchmarks.shared;

/// A library that does a workload.
public interface Side {
    /// Does one step.
    void step();

    /// A number that depends on all that the last step computed: the loss, or a sum over outputs.
    double result();
}
