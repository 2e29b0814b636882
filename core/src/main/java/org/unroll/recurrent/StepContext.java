package org.unroll.recurrent;

import org.unroll.tensor.Tensor;

/// What a cell's step may know and ask for besides its input and state.
///
/// Random masks are drawn by counters: whether a number is dropped depends on the mode's stream,
/// the layer's place in the pass, the place of the call in the step, and the number's row in the
/// batch, timestep and unit. So a run has the same masks on any number of threads, in pieces with
/// carried state ([org.unroll.nn.Mode#startingAt]), with other rows added at the end, in float32
/// and float64, and eagerly.
public interface StepContext {
    /// A context of inference, for one step in a loop of one's own. It has no tensors per row.
    StepContext INFERENCE = new InferenceContext();

    /// Whether the network is being trained.
    boolean isTraining();

    /// Dropout with a new mask at every timestep: in training zeros with probability `rate` and
    /// multiplies the other numbers by `1 / (1 - rate)`; in inference gives `x` back.
    ///
    /// @param x `[rows, ...]`
    /// @param rate from 0 to 1
    Tensor dropout(Tensor x, double rate);

    /// Dropout with one mask for all timesteps of a row, as of Gal and Ghahramani, "A theoretically
    /// grounded application of dropout in recurrent neural networks" (2016): for inputs or states
    /// that keep their meaning over time. Otherwise as [#dropout].
    ///
    /// @param x `[rows, ...]`
    /// @param rate from 0 to 1
    Tensor dropoutPerSequence(Tensor x, double rate);

    /// Dropout of a weight, also called DropConnect (Wan and others 2013; for recurrent weights
    /// Merity, Keskar and Socher 2018): in training zeros with probability `rate` and multiplies
    /// the other numbers by `1 / (1 - rate)`, the same ones for all rows and timesteps of a run; in
    /// inference gives the weight back. It costs one pass over the weight, and packing it once, per
    /// run.
    ///
    /// @param weight of any shape; not made of the step's input or state
    /// @param rate from 0 to 1
    /// @throws IllegalArgumentException if it is made of the step's input or state, where the step
    ///   is recorded; eagerly that is not noticed
    Tensor weightDropout(Tensor weight, double rate);

    /// A new mask at every timestep: in training 0 with probability `rate`, else 1; in inference
    /// the mean, `1 - rate`, throughout. For zoneout (Krueger and others 2016), for instance: `mask
    /// * next + (1 - mask) * before`.
    ///
    /// @param like whose shape, `[rows, ...]`, and type the mask has
    /// @param rate from 0 to 1
    Tensor mask(Tensor like, double rate);

    /// One of the tensors that belong to the rows of the batch, which the run was given
    /// ([RowTensors]): an encoder's outputs to attend to, a condition. It is the same at every
    /// timestep.
    ///
    /// @return `[rows, ...]`
    /// @throws IllegalArgumentException if the run was given none of this name
    Tensor perRow(String name);
}
