package org.unroll.recurrent;

import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// One timestep of a recurrent network, as equations. [Recurrent] runs it over whole sequences.
///
/// A step is a pure function of its input, its state and the cell's parameters, written with the
/// methods of [Tensor]; it treats every row of the batch alike and apart from the others, and does
/// not look at values (no `if` on an element: use [Tensor#where]). Then it can be recorded once and
/// run fast; see `Recurrent`. A cell holds parameters and no state. Whether a step keeps to this is
/// found out at its first call; later calls of the same form trust it. A step that does one thing
/// for some numbers of rows and another for others cannot be found out.
///
/// For a cell whose output is its only state, [HiddenCell] is shorter.
///
/// @param <S> what the cell hands on from step to step
public interface RecurrentCell<S extends State<S>> {
    /// Computes one timestep.
    ///
    /// @param input `[rows, inputSize]`
    /// @param state the state before this timestep
    Step<S> step(Tensor input, S state, StepContext context);

    /// The state before the first timestep, zeros unless a cell says otherwise.
    S initialState(int rows);

    /// The length of an input.
    int inputSize();

    /// The length of an output.
    int outputSize();

    /// The cell's weights by name.
    Parameters parameters();
}
