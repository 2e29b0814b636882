package org.unroll.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Cross entropy of logits with classes or with probabilities.
///
/// Logits `[..., classes]`: the classes are the *last* axis, unlike in PyTorch, which wants them
/// second. The targets are either int32 class indices `[...]`, or probabilities, such as one-hot
/// vectors, of the logits' shape. A mask has the shape `[...]`.
///
/// With `p = softmax(logits)`, weights `w` (1 unless given) and smoothing `e` over `C` classes:
///
/// - class indices `y`: `((1 - e) Σ w[y] (-log p[y]) + e/C Σ Σ w[c] (-log p[c])) / Σ w[y]`, the
///   outer sums over the places that count;
/// - probabilities `q`: `Σ Σ w[c] q'[c] (-log p[c]) / n` with `q' = (1 - e) q + e/C` over the `n`
///   places that count: weights do not change the divisor.
///
/// Both are what PyTorch's `CrossEntropyLoss` computes (label smoothing: Szegedy and others,
/// "Rethinking the Inception Architecture", 2016). Keras divides by the number of places in either
/// case.
///
/// @param classWeights one per class, each at least 0; empty for none
/// @param ignoredIndex a class index that does not count; -100, as in PyTorch, if none is wanted
/// @param labelSmoothing from 0, for none, to 1
public record CrossEntropy(List<Double> classWeights, int ignoredIndex, double labelSmoothing)
        implements Loss {
    private static final String NAME = "cross entropy";
    private static final int NONE = -100;

    /// Checks the options.
    public CrossEntropy {
        classWeights = ClassWeights.copyOf(classWeights);
        if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
            throw new IllegalArgumentException(
                    "expected labelSmoothing from 0 to 1 but got " + labelSmoothing);
        }
    }

    /// Without weights, ignored index or smoothing.
    public static CrossEntropy standard() {
        return new CrossEntropy(List.of(), NONE, 0);
    }

    /// The same with weights, one per class.
    public CrossEntropy withClassWeights(double... weights) {
        return new CrossEntropy(ClassWeights.listOf(weights), ignoredIndex, labelSmoothing);
    }

    /// The same with weights, `[classes]`.
    public CrossEntropy withClassWeights(Tensor weights) {
        return withClassWeights(weights.toDoubles());
    }

    /// The same with a class index whose places do not count, such as that of padding.
    public CrossEntropy withIgnoredIndex(int ignoredIndex) {
        return new CrossEntropy(classWeights, ignoredIndex, labelSmoothing);
    }

    /// The same with a share of each target spread evenly over all classes.
    public CrossEntropy withLabelSmoothing(double labelSmoothing) {
        return new CrossEntropy(classWeights, ignoredIndex, labelSmoothing);
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        return targets.type() != DType.INT32 && targets.shape().equals(logits.shape())
                ? ofProbabilities(logits, targets, mask)
                : ofClasses(logits, targets, mask);
    }

    private Tensor ofClasses(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        ClassTargets wanted =
                ClassTargets.read(NAME, logits, targets, mask, classWeights, ignoredIndex);
        requireFloating(logits);
        return SoftmaxCrossEntropy.of(
                logits, new SoftTargets.Classes(wanted, 1 - labelSmoothing, spread(logits)));
    }

    private Tensor ofProbabilities(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        if (ignoredIndex >= 0) {
            throw new IllegalArgumentException(
                    "cross entropy: an ignored index (%d) goes with class indices, not with probabilities; use a mask"
                            .formatted(ignoredIndex));
        }
        requireFloating(logits);
        Shape shape = logits.shape().without(-1);
        int classes = logits.dim(-1);
        ClassTargets.requireWeights(NAME, classWeights, classes);
        Selection selection = Selection.of(mask, shape).requireSome();
        UnitRange.require(NAME, targets, selection, classes);
        Tensor wanted = targets.to(logits.type());
        if (Autograd.follows(List.of(wanted))) {
            return ofFollowed(logits, wanted, selection);
        }
        return SoftmaxCrossEntropy.of(
                logits,
                new SoftTargets.Probabilities(
                        SoftmaxCrossEntropy.kernels(logits.type()),
                        selection,
                        wanted,
                        1 - labelSmoothing,
                        spread(logits),
                        classWeights.isEmpty() ? null : weights(logits.type()).array()));
    }

    /// Targets that are differentiated by themselves: by the operations of tensors.
    private Tensor ofFollowed(Tensor logits, Tensor targets, Selection selection) {
        int classes = logits.dim(-1);
        Tensor wanted = selection.rowsOf(targets, classes);
        if (labelSmoothing > 0) {
            wanted = wanted.times(1 - labelSmoothing).plus(labelSmoothing / classes);
        }
        Tensor logProbabilities = selection.rowsOf(logits, classes).logSoftmax(-1);
        Tensor weighted =
                classWeights.isEmpty()
                        ? logProbabilities
                        : logProbabilities.times(weights(logits.type()));
        return weighted.times(wanted).sum().dividedBy(-selection.count());
    }

    private static void requireFloating(Tensor logits) {
        if (!logits.type().isFloating()) {
            throw new IllegalArgumentException(
                    NAME + ": expected logits of float32 or float64 but got " + logits.type());
        }
    }

    /// What smoothing adds to the target of every place; null for nothing.
    private @Nullable Object spread(Tensor logits) {
        if (labelSmoothing == 0) {
            return null;
        }
        int classes = logits.dim(-1);
        Tensor one =
                classWeights.isEmpty()
                        ? Tensor.ones(logits.type(), classes)
                        : weights(logits.type());
        return one.times(labelSmoothing / classes).array();
    }

    private Tensor weights(DType type) {
        double[] weights = classWeights.stream().mapToDouble(weight -> weight).toArray();
        return Tensor.of(weights, weights.length).to(type);
    }
}
