package org.unroll.recurrent;

import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// A layer whose outputs at skipped timesteps are those of the last timestep read before:
/// [SkippedSteps#LAST_OUTPUT].
final class FilledSkips<S extends State<S>> extends DecoratedLayer<S> {
    /// @param layer gives zeros there
    FilledSkips(RecurrentLayer<S> layer) {
        super(layer);
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
    FilledSkips<S> around(RecurrentLayer<S> other) {
        return new FilledSkips<>(other);
    }

    @Override
    Sequence inside(Sequence input, Mode mode) {
        return input;
    }

    /// Zeros stand where nothing was read yet: such a step is taken from itself.
    @Override
    Sequence outputs(Sequence inner, Sequence input) {
        int rows = inner.rows();
        int steps = inner.steps();
        if (!inner.hasLengths() || rows == 0 || steps == 0) {
            return inner;
        }
        boolean rowsFirst = inner.layout() == Layout.BATCH_FIRST;
        boolean forward = direction() == Direction.FORWARD;
        int[] from = new int[rows * steps]; // in the values as one list of rows and steps
        for (int row = 0; row < rows; row++) {
            boolean[] valid = new boolean[steps];
            for (int step : inner.validSteps(row)) {
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
        Tensor values = inner.values();
        Tensor list = values.reshaped(rows * steps, values.dim(2));
        return inner.with(list.rows(Tensor.of(from, from.length)).reshaped(values.shape().dims()));
    }

    @Override
    public Step<S> read(Sequence input, S initial, Mode mode, RowTensors rows) {
        return layer().read(input, initial, mode, rows);
    }

    @Override
    public Step<S> step(Tensor input, S state, RowTensors rows) {
        return layer().step(input, state, rows);
    }

    @Override
    public RecurrentLayer<S> withSkippedSteps(SkippedSteps skipped) {
        return layer().withSkippedSteps(skipped);
    }

    @Override
    public String planText(RowTensors rows) {
        return layer().planText(rows);
    }

    @Override
    public String toString() {
        return layer() + ", last output at skipped steps";
    }
}
