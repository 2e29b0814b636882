package org.unroll.recurrent;

import org.unroll.nn.LastStep;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// Where a layer has read everything.
final class Ends {
    private Ends() {}

    /// Each row's values at the timestep that is read last: `[rows, n]`, zeros for a row of length
    /// zero.
    ///
    /// @param values `[rows, steps, n]`, or time first
    /// @param direction not both
    static Tensor of(Sequence values, Direction direction) {
        return switch (direction) {
            case FORWARD -> last(values);
            case REVERSE -> values.hasLengths() ? last(firstOnly(values)) : first(values);
            case BOTH ->
                    throw new IllegalStateException(
                            "a layer of both directions ends at two timesteps: it has to say itself"
                                    + " what it gives when it has read everything");
        };
    }

    private static Tensor last(Sequence values) {
        return new LastStep().forward(values, Mode.inference()).values();
    }

    private static Tensor first(Sequence values) {
        return values.steps() == 0
                ? last(values) // zeros
                : values.values().select(values.layout().timeAxis(), 0);
    }

    /// With each row's first valid timestep as its only one.
    private static Sequence firstOnly(Sequence values) {
        int rows = values.rows();
        int steps = values.steps();
        int[] mask = new int[rows * steps];
        for (int row = 0; row < rows; row++) {
            int[] valid = values.validSteps(row);
            if (valid.length > 0) {
                mask[row * steps + valid[0]] = 1;
            }
        }
        Tensor byRows = Tensor.of(mask, rows, steps);
        return Sequence.masked(
                values.values(),
                values.layout(),
                values.layout().timeAxis() == 1 ? byRows : byRows.transposed());
    }
}
