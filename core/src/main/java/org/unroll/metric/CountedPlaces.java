package org.unroll.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The places at which a metric of classes counts.
final class CountedPlaces {
    private CountedPlaces() {}

    /// The mask of the valid steps; null if all are.
    static @Nullable Tensor mask(Sequence logits) {
        return logits.hasLengths() ? logits.mask(DType.FLOAT32) : null;
    }

    /// The numbers of the places that count, ascending, in the targets as one list.
    ///
    /// @param logits `[..., classes]`
    /// @param targets `[...]`, int32
    /// @param mask `[...]`, of 0 and 1
    static int[] of(String metric, Tensor logits, Tensor targets, @Nullable Tensor mask) {
        Shape shape = targets.shape();
        if (targets.type() != DType.INT32
                || logits.rank() == 0
                || !logits.shape().without(-1).equals(shape)) {
            throw new IllegalArgumentException(
                    "%s: for logits [..., classes] of shape %s expected int32 class indices of its shape without the last axis but got %s %s"
                            .formatted(metric, logits.shape(), targets.type(), shape));
        }
        if (mask != null && !mask.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "%s: expected a mask %s but got %s".formatted(metric, shape, mask.shape()));
        }
        int[] classes = (int[]) targets.array();
        double[] marks = mask == null ? null : mask.toDoubles();
        int ignored = CrossEntropy.standard().ignoredIndex();
        var places = new int[classes.length];
        int count = 0;
        for (int i = 0; i < classes.length; i++) {
            if (marks != null && marks[i] != 0 && marks[i] != 1) {
                throw new IllegalArgumentException(
                        "%s: expected a mask of 0 and 1 but it holds %s"
                                .formatted(metric, marks[i]));
            }
            if ((marks != null && marks[i] == 0) || classes[i] == ignored) {
                continue;
            }
            if (classes[i] < 0 || classes[i] >= logits.dim(-1)) {
                throw new IllegalArgumentException(
                        "%s: expected classes from 0 to %d but a target is %d"
                                .formatted(metric, logits.dim(-1) - 1, classes[i]));
            }
            places[count++] = i;
        }
        return Arrays.copyOf(places, count);
    }
}
