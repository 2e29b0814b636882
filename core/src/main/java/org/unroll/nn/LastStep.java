package org.unroll.nn;

import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Takes each row's values at its own last step: `[rows, steps, n]` becomes `[rows, n]`.
///
/// The last step is the row's last valid one, not the last of the padded batch. A row of length
/// zero gives zeros, like the output of a recurrent layer there. Time-first input gives `[rows, n]`
/// too.
public record LastStep() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        Shape shape = StepAxis.removed(this, input);
        int rows = input.rows();
        int steps = input.steps();
        if (steps == 0) {
            return input.withoutTime(Tensor.zeros(values.type(), shape.dims()));
        }
        if (!input.hasLengths()) {
            return input.withoutTime(values.select(input.layout().timeAxis(), steps - 1));
        }
        int[] lengths = input.lengths();
        var places = new int[rows];
        for (int row = 0; row < rows; row++) {
            int step = lengths[row] == 0 ? 0 : input.validSteps(row)[lengths[row] - 1];
            places[row] = StepAxis.place(input, row, step);
        }
        Tensor found = StepAxis.list(values).rows(Tensor.of(places, rows));
        return input.withoutTime(StepAxis.emptyAsZeros(found, lengths));
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        return StepAxis.removed(this, input);
    }

    @Override
    public String toString() {
        return "LastStep";
    }
}
