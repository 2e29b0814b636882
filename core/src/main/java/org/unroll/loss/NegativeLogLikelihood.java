package org.unroll.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Tensor;

/// Negative log likelihood of classes: `Σ w[y] (-logProbability[y]) / Σ w[y]`.
///
/// For a network that ends in [org.unroll.nn.Activation#LOG_SOFTMAX]; for logits take
/// [CrossEntropy], which gives the same. Log probabilities `[..., classes]`, int32 class indices
/// `[...]`, mask `[...]`. As PyTorch's `NLLLoss`, but for the place of the classes, which PyTorch
/// wants on the second axis.
///
/// @param classWeights one per class, each at least 0; empty for none
/// @param ignoredIndex a class index that does not count; -100, as in PyTorch, if none is wanted
public record NegativeLogLikelihood(List<Double> classWeights, int ignoredIndex) implements Loss {
    private static final int NONE = -100;

    /// Checks the options.
    public NegativeLogLikelihood {
        classWeights = ClassWeights.copyOf(classWeights);
    }

    /// Without weights and ignored index.
    public static NegativeLogLikelihood standard() {
        return new NegativeLogLikelihood(List.of(), NONE);
    }

    /// The same with weights, one per class.
    public NegativeLogLikelihood withClassWeights(double... weights) {
        return new NegativeLogLikelihood(ClassWeights.listOf(weights), ignoredIndex);
    }

    /// The same with weights, `[classes]`.
    public NegativeLogLikelihood withClassWeights(Tensor weights) {
        return withClassWeights(weights.toDoubles());
    }

    /// The same with a class index whose places do not count, such as that of padding.
    public NegativeLogLikelihood withIgnoredIndex(int ignoredIndex) {
        return new NegativeLogLikelihood(classWeights, ignoredIndex);
    }

    @Override
    public Tensor of(Tensor logProbabilities, Tensor targets, @Nullable Tensor mask) {
        ClassTargets wanted =
                ClassTargets.read(
                        "negative log likelihood",
                        logProbabilities,
                        targets,
                        mask,
                        classWeights,
                        ignoredIndex);
        return wanted.negativeLogLikelihood(
                wanted.selection().rowsOf(logProbabilities, logProbabilities.dim(-1)));
    }
}
