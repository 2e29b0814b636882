package org.unroll.recurrent;

/// What a cell's step may know besides its input and state.
public interface StepContext {
    /// A context of inference, for one step in a loop of one's own.
    StepContext INFERENCE = () -> false;

    /// Whether the network is being trained.
    boolean isTraining();
}
