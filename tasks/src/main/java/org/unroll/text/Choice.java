package org.unroll.text;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.unroll.tensor.Rng;

/// Chooses a token by its logits. Computes in double precision with [StrictMath], so that the same
/// logits and random numbers choose the same token on every machine.
final class Choice {
    private final Sampler sampler;
    private final Rng rng;

    Choice(Sampler sampler, Rng rng) {
        this.sampler = sampler;
        this.rng = rng;
    }

    int of(double[] logits) {
        int[] order =
                IntStream.range(0, logits.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble((Integer i) -> -logits[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        if (sampler.temperature() == 0) {
            return order[0];
        }
        int kept = sampler.topK() == 0 ? order.length : Math.min(sampler.topK(), order.length);
        double[] weights = new double[kept];
        for (int i = 0; i < kept; i++) {
            weights[i] =
                    StrictMath.exp((logits[order[i]] - logits[order[0]]) / sampler.temperature());
        }
        kept = nucleus(weights);
        return order[draw(weights, kept)];
    }

    /// How many of the first weights reach the share `topP` of all.
    private int nucleus(double[] weights) {
        if (sampler.topP() >= 1) {
            return weights.length;
        }
        double wanted = sampler.topP() * sum(weights, weights.length);
        double reached = 0;
        for (int i = 0; i < weights.length; i++) {
            reached += weights[i];
            if (reached >= wanted) {
                return i + 1;
            }
        }
        return weights.length;
    }

    private int draw(double[] weights, int kept) {
        double left = rng.nextDouble() * sum(weights, kept);
        for (int i = 0; i < kept - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return kept - 1;
    }

    private static double sum(double[] weights, int count) {
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += weights[i];
        }
        return sum;
    }
}
