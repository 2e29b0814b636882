package org.unroll.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Class indices at the places that count, checked, with their weights.
final class ClassTargets {
    private final Selection selection;
    private final int[] classes; // at every place, of which only some count
    private final List<Double> weights; // of the classes; empty if all count the same
    private final double divisor;

    private ClassTargets(Selection selection, int[] classes, List<Double> weights, double divisor) {
        this.selection = selection;
        this.classes = classes;
        this.weights = weights;
        this.divisor = divisor;
    }

    /// Reads targets `[...]` for scores `[..., classes]`.
    ///
    /// @param loss the name of the loss, for messages
    static ClassTargets read(
            String loss,
            Tensor scores,
            Tensor targets,
            @Nullable Tensor mask,
            List<Double> classWeights,
            int ignoredIndex) {
        Shape shape = targets.shape();
        if (targets.type() != DType.INT32
                || scores.rank() == 0
                || !scores.shape().without(-1).equals(shape)) {
            throw new IllegalArgumentException(
                    "%s: for scores [..., classes] of shape %s expected int32 class indices of its shape without the last axis but got %s %s"
                            .formatted(loss, scores.shape(), targets.type(), shape));
        }
        int count = scores.dim(-1);
        requireWeights(loss, classWeights, count);
        int[] classes = (int[]) targets.array();
        Selection selection = Selection.of(mask, shape).without(ignoredIndex, classes);
        double sum = 0;
        for (int i = 0; i < selection.count(); i++) {
            int at = selection.place(i);
            if (classes[at] < 0 || classes[at] >= count) {
                throw new IllegalArgumentException(
                        "%s: expected classes from 0 to %d but the target at %s is %d"
                                .formatted(loss, count - 1, Places.name(at, shape), classes[at]));
            }
            sum += classWeights.isEmpty() ? 1 : classWeights.get(classes[at]);
        }
        selection.requireSome();
        if (sum == 0) {
            throw new IllegalArgumentException(
                    loss + ": every class that occurs has weight 0: the mean is undefined");
        }
        return new ClassTargets(selection, classes, classWeights, sum);
    }

    static void requireWeights(String loss, List<Double> classWeights, int classes) {
        if (!classWeights.isEmpty() && classWeights.size() != classes) {
            throw new IllegalArgumentException(
                    "%s: expected %d class weights, one for each class, but got %d"
                            .formatted(loss, classes, classWeights.size()));
        }
    }

    /// The places that count.
    Selection selection() {
        return selection;
    }

    /// The class at the i-th of the places that count.
    int at(int i) {
        return classes[selection.place(i)];
    }

    /// The weight of the i-th of the places that count.
    double weight(int i) {
        return weights.isEmpty() ? 1 : weights.get(at(i));
    }

    /// By what a sum over the places is divided: their number, or the sum of their weights.
    double divisor() {
        return divisor;
    }

    /// `-Σ weight logProbability[class] / divisor` for log probabilities `[count, classes]`.
    Tensor negativeLogLikelihood(Tensor logProbabilities) {
        int count = selection.count();
        var picks = new int[count];
        var weight = new double[count];
        for (int i = 0; i < count; i++) {
            picks[i] = at(i);
            weight[i] = weight(i);
        }
        Tensor picked = logProbabilities.gather(-1, Tensor.of(picks, count, 1)).squeezed(-1);
        Tensor weighted =
                weights.isEmpty()
                        ? picked
                        : picked.times(Tensor.of(weight, count).to(picked.type()));
        return weighted.sum().dividedBy(-divisor);
    }
}
