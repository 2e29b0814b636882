package org.unroll.benchmarks.shared;

/// What one step of a workload does.
public enum Task {
    /// Forward, cross entropy at each row's last timestep, backward, optimizer.
    CLASSIFY,
    /// Forward, cross entropy at each timestep, backward, optimizer.
    PREDICT,
    /// Forward, mean square of all outputs, backward, optimizer.
    SQUARES,
    /// Forward to the classes at the last timestep, without gradients.
    INFER,
    /// Forward to the outputs of all timesteps, without gradients.
    OUTPUTS,
    /// One timestep from the state that the last one left, without gradients.
    LIVE;

    /// Whether weights change.
    public boolean trains() {
        return this == CLASSIFY || this == PREDICT || this == SQUARES;
    }
}
