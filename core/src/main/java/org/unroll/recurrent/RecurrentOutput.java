package org.unroll.recurrent;

import org.unroll.nn.Sequence;

/// What a recurrent layer gives for a batch of sequences.
///
/// @param outputs the output at every timestep, in the layout of the input; zeros beyond a row's
///   length
/// @param finalState the state after each row's own last timestep; the initial state for a row of
///   length zero
/// @param <S> the state's type
public record RecurrentOutput<S extends State<S>>(Sequence outputs, S finalState) {}
