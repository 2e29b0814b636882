package org.unroll.nn;

import java.util.ArrayList;
import java.util.List;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The largest of each row's values over its own valid steps, for each feature: `[rows, steps, n]`
/// becomes `[rows, n]`.
///
/// Neither padding nor steps that a mask leaves out count, whatever stands there. Steps that share
/// the maximum share its gradient evenly, as with PyTorch's `amax`; its `max` gives it to one of
/// them. A row of length zero gives zeros. Keras's `GlobalMaxPooling1D` ignores masks. Time-first
/// input gives `[rows, n]` too; int32 is refused.
public record MaxOverSteps() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        int[] dims = StepAxis.removed(this, input).dims();
        StepAxis.requireFloating(this, input);
        int axis = input.layout().timeAxis();
        if (input.steps() == 0) {
            return input.withoutTime(Tensor.zeros(values.type(), dims));
        }
        if (!input.hasLengths()) {
            return input.withoutTime(values.max(axis));
        }
        double lowest = lowest(values.type());
        Tensor filling = Tensor.scalar(values.type(), lowest);
        Tensor largest = Tensor.where(StepAxis.mask(input), values, filling).max(axis);
        return input.withoutTime(
                reachesPadding(largest, lowest, input)
                        ? rowByRow(input, dims)
                        : StepAxis.emptyAsZeros(largest, input.lengths()));
    }

    /// No greater than any other number, and finite, so that no check takes it for an accident.
    private static double lowest(DType type) {
        return type == DType.FLOAT64 ? -Double.MAX_VALUE : -Float.MAX_VALUE;
    }

    /// Whether the largest of a row's valid values may be no larger than what fills its padding:
    /// they are minus infinity, for instance, as logits of what is impossible.
    private static boolean reachesPadding(Tensor largest, double lowest, Sequence input) {
        double[] found = largest.toDoubles();
        int[] lengths = input.lengths();
        int features = lengths.length == 0 ? 0 : found.length / lengths.length;
        for (int i = 0; i < found.length; i++) {
            int length = lengths[i / features];
            if (found[i] <= lowest && length > 0 && length < input.steps()) {
                return true;
            }
        }
        return false;
    }

    /// Without any padding; slower.
    private static Tensor rowByRow(Sequence input, int... dims) {
        Tensor values = input.values();
        int rowAxis = input.layout().rowAxis();
        int[] oneRow = dims.clone();
        oneRow[0] = 1;
        List<Tensor> rows = new ArrayList<>();
        for (int row = 0; row < input.rows(); row++) {
            int[] valid = input.validSteps(row);
            rows.add(
                    valid.length == 0
                            ? Tensor.zeros(values.type(), oneRow)
                            : values.select(rowAxis, row)
                                    .rows(Tensor.of(valid))
                                    .max(0)
                                    .reshaped(oneRow));
        }
        return Tensor.concat(0, rows);
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        return StepAxis.removed(this, input);
    }

    @Override
    public String toString() {
        return "MaxOverSteps";
    }
}
