package org.unroll.metric;

import org.jspecify.annotations.Nullable;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// How many classes the network hesitates between: `exp` of the mean of `-log p[y]` over all
/// places, `p` the softmax of the logits and `y` the right class. 1 is certain and right; guessing
/// evenly among `n` classes gives `n`.
///
/// The mean is over the places of all batches together, not over the batches' perplexities. A place
/// with the target -100 does not count, as in [CrossEntropy].
///
/// @param sum `Σ -log p[y]`
/// @param count how many places there were
public record Perplexity(double sum, long count) {
    private static final String NAME = "perplexity";

    /// Checks the count. The sum may be anything that a network gives, NaN too; over no place it is
    /// 0.
    public Perplexity {
        if (count < 0) {
            throw new IllegalArgumentException("expected count >= 0 but got " + count);
        }
        if (count == 0 && sum != 0) {
            throw new IllegalArgumentException("expected the sum 0 over no place but got " + sum);
        }
    }

    /// Of no place: where adding up begins.
    public static Perplexity none() {
        return new Perplexity(0, 0);
    }

    /// Over the valid steps: padding does not count, nor do steps that a mask leaves out.
    ///
    /// @param logits `[rows, steps, classes]`, or `[rows, classes]`; `[steps, rows, classes]` in
    ///   time-first layout
    /// @param targets class indices, int32, of the logits' shape without the last axis
    public static Perplexity of(Sequence logits, Tensor targets) {
        return of(logits.values(), targets, CountedPlaces.mask(logits));
    }

    /// Over all places.
    ///
    /// @param logits `[..., classes]`
    /// @param targets `[...]`, class indices, int32
    public static Perplexity of(Tensor logits, Tensor targets) {
        return of(logits, targets, null);
    }

    /// Over the places where the mask is 1.
    ///
    /// @param logits `[..., classes]`
    /// @param targets `[...]`, class indices, int32
    /// @param mask `[...]` of 0 and 1, of any type; null counts everything
    public static Perplexity of(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        int count = CountedPlaces.of(NAME, logits, targets, mask).length;
        if (count == 0) {
            return none();
        }
        double mean = CrossEntropy.standard().of(logits, targets, mask).item();
        return new Perplexity(mean * count, count);
    }

    /// From a mean of `-log p[y]`, such as a cross entropy that is known already.
    ///
    /// @param mean at least 0; infinite where a right class was held for impossible
    /// @param count over how many places; over none the mean does not matter
    public static Perplexity ofMean(double mean, long count) {
        if (!(mean >= 0)) {
            throw new IllegalArgumentException("expected a mean >= 0 but got " + mean);
        }
        return new Perplexity(count == 0 ? 0 : mean * count, count);
    }

    /// Over the places of both.
    public Perplexity plus(Perplexity other) {
        return new Perplexity(sum + other.sum, count + other.count);
    }

    /// The mean of `-log p[y]`, in nats: the cross entropy.
    ///
    /// @throws IllegalStateException if no place counted
    public double mean() {
        if (count == 0) {
            throw new IllegalStateException("the perplexity over no place is undefined");
        }
        return sum / count;
    }

    /// The perplexity, at least 1.
    ///
    /// @throws IllegalStateException if no place counted
    public double value() {
        return Math.exp(mean());
    }
}
