package org.unroll.recurrent;

import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A layer whose outputs at skipped timesteps are those of the last timestep read before:
/// [SkippedSteps#LAST_OUTPUT].
///
/// @param layer gives zeros there
record FilledSkips<S extends State<S>>(RecurrentLayer<S> layer) implements RecurrentLayer<S> {
    FilledSkips {
        if (layer.direction() == Direction.BOTH) {
            throw new IllegalArgumentException(
                    "SkippedSteps.LAST_OUTPUT does not go with "
                            + layer
                            + ": it reads from both ends, so no one timestep was read last before"
                            + " another");
        }
    }

    /// Whether a layer's outputs at skipped timesteps are filled.
    static boolean isIn(RecurrentLayer<?> layer) {
        return switch (layer) {
            case FilledSkips<?> _ -> true;
            case RecurrentStack<?> stack -> isIn(stack.layers().getLast());
            default -> false;
        };
    }

    @Override
    public RecurrentOutput<S> run(Sequence input, S initial, Mode mode, RowTensors rows) {
        RecurrentOutput<S> output = layer.run(input, initial, mode, rows);
        return new RecurrentOutput<>(filled(output.outputs()), output.finalState());
    }

    @Override
    public Observation<S> observe(
            Sequence input, S initial, Mode mode, RowTensors rows, String... names) {
        Observation<S> seen = layer.observe(input, initial, mode, rows, names);
        RecurrentOutput<S> output = seen.output();
        return new Observation<>(
                new RecurrentOutput<>(filled(output.outputs()), output.finalState()),
                seen.values());
    }

    /// Zeros stand where nothing was read yet: such a step is taken from itself.
    private Sequence filled(Sequence outputs) {
        int rows = outputs.rows();
        int steps = outputs.steps();
        if (!outputs.hasLengths() || rows == 0 || steps == 0) {
            return outputs;
        }
        boolean rowsFirst = outputs.layout() == Layout.BATCH_FIRST;
        boolean forward = layer.direction() == Direction.FORWARD;
        int[] from = new int[rows * steps]; // in the values as one list of rows and steps
        for (int row = 0; row < rows; row++) {
            boolean[] valid = new boolean[steps];
            for (int step : outputs.validSteps(row)) {
                valid[step] = true;
            }
            int last = -1;
            for (int i = 0; i < steps; i++) {
                int step = forward ? i : steps - 1 - i;
                last = valid[step] ? step : last;
                int source = last < 0 ? step : last;
                from[rowsFirst ? row * steps + step : step * rows + row] =
                        rowsFirst ? row * steps + source : source * rows + row;
            }
        }
        Tensor values = outputs.values();
        Tensor list = values.reshaped(rows * steps, values.dim(2));
        return outputs.with(
                list.rows(Tensor.of(from, from.length)).reshaped(values.shape().dims()));
    }

    @Override
    public Step<S> read(Sequence input, S initial, Mode mode, RowTensors rows) {
        return layer.read(input, initial, mode, rows);
    }

    @Override
    public Step<S> step(Tensor input, S state, RowTensors rows) {
        return layer.step(input, state, rows);
    }

    @Override
    public RecurrentLayer<S> withSkippedSteps(SkippedSteps skipped) {
        return layer.withSkippedSteps(skipped);
    }

    @Override
    public S initialState(int rows) {
        return layer.initialState(rows);
    }

    @Override
    public int inputSize() {
        return layer.inputSize();
    }

    @Override
    public int outputSize() {
        return layer.outputSize();
    }

    @Override
    public Direction direction() {
        return layer.direction();
    }

    @Override
    public RecurrentLayer<S> reversed() {
        return new FilledSkips<>(layer.reversed());
    }

    @Override
    public RecurrentLayer<S> eagerly() {
        return new FilledSkips<>(layer.eagerly());
    }

    @Override
    public RecurrentLayer<S> recomputing() {
        return new FilledSkips<>(layer.recomputing());
    }

    @Override
    public String planText(RowTensors rows) {
        return layer.planText(rows);
    }

    @Override
    public Parameters parameters() {
        return layer.parameters();
    }

    @Override
    public Shape outputShape(Shape input) {
        return layer.outputShape(input);
    }

    @Override
    public String toString() {
        return layer + ", last output at skipped steps";
    }
}
