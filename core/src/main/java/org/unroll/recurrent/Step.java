package org.unroll.recurrent;

import org.unroll.tensor.Tensor;

/// What one timestep gives, or the last one that is read.
///
/// @param output `[rows, outputSize]`; it need not be a part of the state
/// @param state the state after this timestep
/// @param <S> the state's type
public record Step<S extends State<S>>(Tensor output, S state) {}
