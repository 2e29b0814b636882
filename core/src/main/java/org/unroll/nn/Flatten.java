package org.unroll.nn;

import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Makes one vector of each row: `[rows, ...]` becomes `[rows, n]`.
///
/// For rows of full length only: a vector of a padded row would contain padding. Time-first input
/// gives `[rows, n]` too, in the order of time.
public record Flatten() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        if (input.hasLengths()) {
            throw new IllegalArgumentException(
                    "Flatten: expected rows of full length but got lengths: take LastStep instead");
        }
        Tensor values = input.values();
        if (input.layout() == Layout.TIME_FIRST) {
            var order = new int[values.rank()];
            for (int axis = 0; axis < order.length; axis++) {
                order[axis] = axis < 2 ? 1 - axis : axis;
            }
            values = values.permuted(order);
        }
        return input.withoutTime(values.reshaped(outputShape(values.shape()).dims()));
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() == 0) {
            throw new IllegalArgumentException("Flatten: expected an input [rows, ...] but got []");
        }
        int size = 1;
        for (int axis = 1; axis < input.rank(); axis++) {
            size *= input.dim(axis);
        }
        return Shape.of(input.dim(0), size);
    }

    @Override
    public String toString() {
        return "Flatten";
    }
}
