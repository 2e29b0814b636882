package org.unroll.nn;

import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The largest of each row's values over its own valid steps, for each feature: `[rows, steps, n]`
/// becomes `[rows, n]`.
///
/// Neither padding nor steps that a mask leaves out count, whatever stands there. Steps that share
/// the maximum share its gradient evenly, as with PyTorch's `amax`; its `max` gives it to one of
/// them. A row of length zero gives zeros. Keras's `GlobalMaxPooling1D` ignores masks. Time-first
/// input gives `[rows, n]` too.
public record MaxOverSteps() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        int[] dims = StepAxis.removed(this, input).dims();
        int axis = input.layout().timeAxis();
        if (input.steps() == 0) {
            return input.withoutTime(Tensor.zeros(values.type(), dims));
        }
        if (!input.hasLengths()) {
            return input.withoutTime(values.max(axis));
        }
        Tensor largest =
                Tensor.where(StepAxis.mask(input), values, lowest(values.type())).max(axis);
        return input.withoutTime(StepAxis.emptyAsZeros(largest, input.lengths()));
    }

    /// Below everything that counts, and finite, so that no check takes it for an accident.
    private static Tensor lowest(DType type) {
        return Tensor.scalar(type, type == DType.FLOAT64 ? -Double.MAX_VALUE : -Float.MAX_VALUE);
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
