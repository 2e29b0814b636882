package org.unroll.nn;

import java.util.Arrays;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The mean of each row's values over its own valid steps: `[rows, steps, n]` becomes `[rows, n]`.
///
/// Neither padding nor steps that a mask leaves out count, whatever stands there: a row gives the
/// same bits as its valid steps alone. A row of length zero gives zeros, where Keras's
/// `GlobalAveragePooling1D` divides by zero. PyTorch has no pooling that knows of lengths.
/// Time-first input gives `[rows, n]` too; int32 is refused.
public record MeanOverSteps() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        int[] dims = StepAxis.removed(this, input).dims();
        StepAxis.requireFloating(this, input);
        if (input.steps() == 0) {
            return input.withoutTime(Tensor.zeros(input.values().type(), dims));
        }
        Tensor sum = validFirst(input).sum(1);
        double[] counts = Arrays.stream(input.lengths()).mapToDouble(n -> Math.max(n, 1)).toArray();
        return input.withoutTime(sum.dividedBy(StepAxis.column(counts, sum)));
    }

    /// `[rows, steps, ...]` with each row's valid steps at its front, and zeros behind. The order
    /// in which a sum adds up depends on places, so holes are closed.
    private static Tensor validFirst(Sequence input) {
        if (!input.hasLengths()) {
            return StepAxis.batchFirst(input);
        }
        if (input.hasHoles()) {
            return gathered(input);
        }
        Tensor values = input.values();
        Tensor zero = Tensor.scalar(values.type(), 0);
        return StepAxis.batchFirst(input.with(Tensor.where(StepAxis.mask(input), values, zero)));
    }

    private static Tensor gathered(Sequence input) {
        int rows = input.rows();
        int steps = Arrays.stream(input.lengths()).max().orElse(0);
        Tensor list = StepAxis.list(input.values());
        var places = new int[rows * steps];
        Arrays.fill(places, list.dim(0)); // zeros
        for (int row = 0; row < rows; row++) {
            int[] valid = input.validSteps(row);
            for (int i = 0; i < valid.length; i++) {
                places[row * steps + i] = StepAxis.place(input, row, valid[i]);
            }
        }
        return StepAxis.taken(list, places, rows, steps);
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        return StepAxis.removed(this, input);
    }

    @Override
    public String toString() {
        return "MeanOverSteps";
    }
}
