package org.unroll.recurrent;

/// What a layer gives at timesteps that it passes over: those beyond a row's length, and those that
/// a mask leaves out. States, lengths and gradients of other timesteps are the same either way.
public enum SkippedSteps {
    /// Zeros: as PyTorch's packed sequences, and Keras with `zero_output_for_mask=True`.
    ZEROS,
    /// The output of the last timestep that was read before it, in the order of reading; zeros
    /// before the first one of the call: as Keras with `zero_output_for_mask=False`. So a chunk of
    /// a sequence that begins with skipped timesteps has zeros there, as Keras's stateful layers
    /// give them too, and not what the chunk before ended with.
    LAST_OUTPUT
}
