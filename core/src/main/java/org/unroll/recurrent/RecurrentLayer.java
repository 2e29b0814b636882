package org.unroll.recurrent;

import java.util.function.Function;
import org.unroll.nn.Layer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// A layer that reads sequences, with a state that goes in and comes out: one cell ([Recurrent]), a
/// cell for each direction ([Bidirectional]), or layers on top of each other ([RecurrentStack]).
///
/// @param <S> the layer's state
public interface RecurrentLayer<S extends State<S>> extends Layer {
    /// Runs over a batch of sequences.
    ///
    /// @param input `[rows, steps, inputSize]`, or time first
    /// @param initial the state before the first timestep
    /// @throws IllegalArgumentException if the input's or the state's shape does not fit
    default RecurrentOutput<S> run(Sequence input, S initial, Mode mode) {
        return run(input, initial, mode, RowTensors.none());
    }

    /// Runs over a batch of sequences, with tensors that belong to its rows.
    ///
    /// @param input `[rows, steps, inputSize]`, or time first
    /// @param initial the state before the first timestep
    /// @param rows what the cells' steps may ask for with [StepContext#perRow]
    /// @throws IllegalArgumentException if a shape does not fit the layer or the batch
    RecurrentOutput<S> run(Sequence input, S initial, Mode mode, RowTensors rows);

    /// Runs over a batch of sequences, from the layer's own initial state.
    default RecurrentOutput<S> run(Sequence input, Mode mode) {
        return run(input, initialState(input.rows()), mode);
    }

    /// Runs the layer and keeps values that its cells' steps name ([Tensor#named]), such as gates.
    /// They are further outputs: a loss may depend on them. A stack tells its layers' values apart
    /// as it does their weights, `forgetGate_l0`, and those of the direction that reads backwards
    /// have `_reverse` behind: `forgetGate_reverse`, `forgetGate_l1_reverse`.
    ///
    /// @param input `[rows, steps, inputSize]`, or time first
    /// @param initial the state before the first timestep
    /// @param names which values; without any, all that are named
    /// @throws IllegalArgumentException if no step names such a value, or one without a row for
    ///   each row of the batch, or two by one name
    default Observation<S> observe(Sequence input, S initial, Mode mode, String... names) {
        return observe(input, initial, mode, RowTensors.none(), names);
    }

    /// As [#observe(Sequence, State, Mode, String...)], with tensors that belong to the rows.
    Observation<S> observe(Sequence input, S initial, Mode mode, RowTensors rows, String... names);

    /// Runs the layer, and differentiates a loss by the state after each timestep: along all ways
    /// by which the loss depends on it, the output of the same timestep and the layers above
    /// included. For looking at how gradients vanish or explode; [org.unroll.tensor.Autograd] is
    /// for training.
    ///
    /// @param input `[rows, steps, inputSize]`, or time first
    /// @param initial the state before the first timestep
    /// @param loss one number made of what the layer gives
    default GradientsThroughTime<S> gradientsThroughTime(
            Sequence input, S initial, Mode mode, Function<RecurrentOutput<S>, Tensor> loss) {
        return gradientsThroughTime(input, initial, mode, RowTensors.none(), loss);
    }

    /// As [#gradientsThroughTime(Sequence, State, Mode, Function)], with tensors that belong to the
    /// rows.
    default GradientsThroughTime<S> gradientsThroughTime(
            Sequence input,
            S initial,
            Mode mode,
            RowTensors rows,
            Function<RecurrentOutput<S>, Tensor> loss) {
        return StateWatch.of(initial, () -> run(input, initial, mode, rows), loss);
    }

    /// What the layer gives when it has read everything, from its own initial state; see
    /// [#read(Sequence, State, Mode, RowTensors)].
    default Step<S> read(Sequence input, Mode mode) {
        return read(input, initialState(input.rows()), mode);
    }

    /// What the layer gives when it has read everything; see [#read(Sequence, State, Mode,
    /// RowTensors)].
    default Step<S> read(Sequence input, S initial, Mode mode) {
        return read(input, initial, mode, RowTensors.none());
    }

    /// What the layer gives when it has read everything: the output of the timestep that it reads
    /// last, and the final state. Reading forwards that is each row's last valid timestep,
    /// backwards its first; of both directions each gives its own, merged as ever.
    ///
    /// @param input `[rows, steps, inputSize]`, or time first
    /// @param initial the state before the first timestep
    /// @param rows what the cells' steps may ask for with [StepContext#perRow]
    /// @return output `[rows, outputSize]`; for a row of length zero zeros, and the initial state
    default Step<S> read(Sequence input, S initial, Mode mode, RowTensors rows) {
        RecurrentOutput<S> output = run(input, initial, mode, rows);
        return new Step<>(Ends.of(output.outputs(), direction()), output.finalState());
    }

    /// One timestep in inference, for live use: the state goes in and comes out.
    ///
    /// @param input `[rows, inputSize]`
    /// @throws IllegalStateException if the layer reads backwards, from the end of a sequence
    default Step<S> step(Tensor input, S state) {
        return step(input, state, RowTensors.none());
    }

    /// One timestep in inference, with tensors that belong to the rows.
    ///
    /// @param input `[rows, inputSize]`
    /// @throws IllegalStateException if the layer reads backwards, from the end of a sequence
    Step<S> step(Tensor input, S state, RowTensors rows);

    /// The state before the first timestep.
    S initialState(int rows);

    /// A state in which some rows stand before the first timestep again and the others stay as they
    /// are: for a batch of streams of which some begin anew.
    ///
    /// @param rows each from 0 and at most once
    /// @throws IllegalArgumentException if there is no such row
    default S reset(S state, int... rows) {
        return state.withRows(initialState(rows.length), rows);
    }

    /// The length of an input.
    int inputSize();

    /// The length of an output.
    int outputSize();

    /// In which direction the layer reads; of layers that differ, both.
    Direction direction();

    /// The same layer read in the other direction: each row from its own last valid timestep to its
    /// first. An output stands where its input stands, and the final state is that after the first
    /// timestep. Keras's `go_backwards`, whose outputs stand in the order of reading instead.
    ///
    /// @throws IllegalStateException if the layer reads in both directions
    RecurrentLayer<S> reversed();

    /// The same layer with other outputs at the timesteps that it passes over.
    ///
    /// @throws IllegalArgumentException for [SkippedSteps#LAST_OUTPUT] if the layer reads in both
    ///   directions
    default RecurrentLayer<S> withSkippedSteps(SkippedSteps skipped) {
        return switch (skipped) {
            case ZEROS -> this;
            case LAST_OUTPUT -> new FilledSkips<>(this);
        };
    }

    /// The same layer run one timestep after the other, every operation by itself: slow, with the
    /// same numbers up to rounding, and with breakpoints in the cell's step reached at every
    /// timestep.
    RecurrentLayer<S> eagerly();

    /// How the engine runs the layer, with all gradients, as text for reading: the recorded step,
    /// what of it is computed ahead of the loop over timesteps, in it and after it, likewise for
    /// the gradients, and the buffers. The same layer gives the same text; its form is not
    /// promised.
    ///
    /// @throws IllegalArgumentException if a cell's step asks for tensors per row
    default String planText() {
        return planText(RowTensors.none());
    }

    /// As [#planText()], of a layer whose cells' steps ask for tensors per row.
    ///
    /// @param rows with any number of rows: only what follows them matters, and no values
    String planText(RowTensors rows);

    /// The same layer for long sequences: in training it does not keep what every timestep computed
    /// until its gradients are wanted, but only the state at some timesteps, and computes the rest
    /// again. Memory for activations then grows with the root of the number of timesteps, and the
    /// forward run is done twice. Outputs, states and the gradients of inputs and initial states
    /// have the same bits, those of weights are the same up to rounding. Inputs and outputs
    /// themselves, `[rows, steps, n]`, stay whole.
    ///
    /// A layer that runs [#eagerly] stays as it is.
    RecurrentLayer<S> recomputing();

    /// The same layer for live use, by any number of sessions on any number of threads. The layer's
    /// parameters refuse updates from then on: to train on, make another layer and load them.
    ///
    /// @throws IllegalStateException if the layer reads backwards, from the end of a sequence
    /// @throws IllegalArgumentException if a cell's step asks for tensors per row, or the layer
    ///   gives the [last output][SkippedSteps#LAST_OUTPUT] at skipped timesteps
    default FrozenModel<S> frozen() {
        return frozen(RowTensors.none());
    }

    /// As [#frozen()], of a layer whose cells' steps ask for tensors per row. Each session brings
    /// its own ([FrozenModel#session(RowTensors)]).
    ///
    /// @param rows an example of them, `[1, ...]` each: names and types are those of every session,
    ///   values do not matter
    /// @throws IllegalStateException if the layer reads backwards, from the end of a sequence
    /// @throws IllegalArgumentException if a cell's step asks for others
    default FrozenModel<S> frozen(RowTensors rows) {
        return FrozenModel.of(this, rows);
    }

    @Override
    default Sequence forward(Sequence input, Mode mode) {
        return run(input, mode).outputs();
    }
}
