package org.unroll.recurrent;

import org.unroll.tensor.Tensor;

/// How a loss depends on a layer's state after each timestep.
///
/// @param loss the loss
/// @param gradients the gradients by the state's tensors, each with an axis of time: `[rows, steps,
///   ...]`, or time first like the input; zeros beyond a row's length. That of the state after a
///   timestep stands where the timestep's input does, also in a layer that reads backwards.
///   Gradients of the state that have vanished below 2^-100 (float64: 2^-960) are zero
/// @param <S> the state's type
public record GradientsThroughTime<S extends State<S>>(Tensor loss, S gradients) {}
