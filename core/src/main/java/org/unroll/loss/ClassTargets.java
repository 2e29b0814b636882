package org.unroll.loss;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Class indices at the places that count, checked, with their weights.
final class ClassTargets {
    private final Selection selection;
    private final int[] classes; // at each place that counts
    private final double[] weights; // of those classes; empty if all count the same

    private ClassTargets(Selection selection, int[] classes, double[] weights) {
        this.selection = selection;
        this.classes = classes;
        this.weights = weights;
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
        int[] all = targets.toInts();
        Selection masked = Selection.of(mask, shape);
        int[] places =
                Arrays.stream(masked.places()).filter(at -> all[at] != ignoredIndex).toArray();
        for (int at : places) {
            if (all[at] < 0 || all[at] >= count) {
                throw new IllegalArgumentException(
                        "%s: expected classes from 0 to %d but the target at %s is %d"
                                .formatted(loss, count - 1, Places.name(at, shape), all[at]));
            }
        }
        Selection selection = new Selection(all.length, places).requireSome();
        int[] classes = Arrays.stream(places).map(at -> all[at]).toArray();
        double[] weights =
                classWeights.isEmpty()
                        ? new double[0]
                        : Arrays.stream(classes).mapToDouble(classWeights::get).toArray();
        if (weights.length > 0 && Arrays.stream(weights).sum() == 0) {
            throw new IllegalArgumentException(
                    loss + ": every class that occurs has weight 0: the mean is undefined");
        }
        return new ClassTargets(selection, classes, weights);
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

    /// By what a sum over the places is divided: their number, or the sum of their weights.
    double divisor() {
        return weights.length == 0 ? classes.length : Arrays.stream(weights).sum();
    }

    /// `-Σ weight logProbability[class] / divisor` for log probabilities `[count, classes]`.
    Tensor negativeLogLikelihood(Tensor logProbabilities) {
        Tensor picked =
                logProbabilities.gather(-1, Tensor.of(classes, classes.length, 1)).squeezed(-1);
        Tensor weighted =
                weights.length == 0
                        ? picked
                        : picked.times(Tensor.of(weights, weights.length).to(picked.type()));
        return weighted.sum().dividedBy(-divisor());
    }
}
