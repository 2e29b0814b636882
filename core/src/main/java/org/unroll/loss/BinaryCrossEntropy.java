package org.unroll.loss;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Tensor;

/// Cross entropy of logits with yes-or-no targets: the mean of `w (-p y log(sigmoid(x)) - (1 - y)
/// log(1 - sigmoid(x)))` over the numbers that count.
///
/// Logits `x` and targets `y` from 0 to 1 of one shape; a mask has that shape too, or lacks the
/// last axis. Weights `w` and `p` stand for the positions of the last axis and do not change the
/// divisor. As PyTorch's `BCEWithLogitsLoss`; computed so that large logits lose no digits. Keras's
/// `BinaryCrossentropy(from_logits=True)` gives the same without weights.
///
/// @param weights of each position of the last axis (or one for all), each at least 0; empty for
///   none
/// @param positiveWeights of the positive part of each position of the last axis (or one for all),
///   each at least 0; empty for none
public record BinaryCrossEntropy(List<Double> weights, List<Double> positiveWeights)
        implements Loss {
    private static final String NAME = "binary cross entropy";

    /// Checks the options.
    public BinaryCrossEntropy {
        weights = ClassWeights.copyOf(weights);
        positiveWeights = ClassWeights.copyOf(positiveWeights);
    }

    /// Without weights.
    public static BinaryCrossEntropy standard() {
        return new BinaryCrossEntropy(List.of(), List.of());
    }

    /// The same with weights of the positions of the last axis.
    public BinaryCrossEntropy withWeights(double... weights) {
        return new BinaryCrossEntropy(ClassWeights.listOf(weights), positiveWeights);
    }

    /// The same with weights of positive targets: above 1 to miss fewer of them.
    public BinaryCrossEntropy withPositiveWeights(double... weights) {
        return new BinaryCrossEntropy(this.weights, ClassWeights.listOf(weights));
    }

    @Override
    public Tensor of(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        Numbers numbers = Numbers.read(NAME, logits, targets, mask);
        UnitRange.require(NAME, targets, numbers.selection(), numbers.n());
        Tensor x = numbers.predictions();
        Tensor y = numbers.targets();
        // The two log probabilities by a softmax over [x, 0]: exact for large x, and smooth at 0.
        Tensor both = Tensor.stack(-1, x, Tensor.zeros(x.type(), x.shape().dims())).logSoftmax(-1);
        Tensor positive = both.select(-1, 0).times(y);
        Tensor negative = both.select(-1, 1).times(y.negated().plus(1));
        Tensor loss = weighted(positive, positiveWeights, logits, numbers).plus(negative).negated();
        return weighted(loss, weights, logits, numbers).mean();
    }

    /// Multiplies by the weights, spread over the logits' shape before what counts is picked out.
    private static Tensor weighted(
            Tensor values, List<Double> weights, Tensor logits, Numbers numbers) {
        if (weights.isEmpty()) {
            return values;
        }
        int last = logits.rank() == 0 ? 1 : logits.dim(-1);
        if (weights.size() != 1 && weights.size() != last) {
            throw new IllegalArgumentException(
                    "%s: expected 1 or %d weights for logits %s but got %d"
                            .formatted(NAME, last, logits.shape(), weights.size()));
        }
        double[] row = weights.stream().mapToDouble(weight -> weight).toArray();
        Tensor each = row.length == 1 ? Tensor.of(row).squeezed(0) : Tensor.of(row);
        Tensor spread = each.to(values.type()).broadcastTo(logits.shape().dims());
        return values.times(numbers.selection().rowsOf(spread, numbers.n()));
    }
}
