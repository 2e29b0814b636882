package org.unroll.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Rng;

class SamplerTest {
    private static final double[] PROBABILITIES = {0.1, 0.4, 0.05, 0.25, 0.2};
    private static final int DRAWS = 20_000;

    /// How often each token is chosen, as a share.
    private static double[] shares(Sampler sampler) {
        double[] logits = new double[PROBABILITIES.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = Math.log(PROBABILITIES[i]) + 7; // a constant changes nothing
        }
        Choice choice = new Choice(sampler, Rng.seeded(8));
        double[] shares = new double[logits.length];
        for (int i = 0; i < DRAWS; i++) {
            shares[choice.of(logits)] += 1.0 / DRAWS;
        }
        return shares;
    }

    private static void assertShares(Sampler sampler, double... expected) {
        // four standard deviations of a share of one half
        assertThat(shares(sampler)).containsExactly(expected, Offset.offset(2 / Math.sqrt(DRAWS)));
    }

    @Test
    void followsTheProbabilities() {
        assertShares(Sampler.standard(), PROBABILITIES);
    }

    @Test
    void aTemperatureSharpensOrFlattens() {
        double sum = 0.01 + 0.16 + 0.0025 + 0.0625 + 0.04;
        assertShares(
                Sampler.standard().withTemperature(0.5),
                0.01 / sum,
                0.16 / sum,
                0.0025 / sum,
                0.0625 / sum,
                0.04 / sum);
        assertShares(Sampler.standard().withTemperature(1e9), 0.2, 0.2, 0.2, 0.2, 0.2);
    }

    @Test
    void greedyTakesTheLikeliestAndTheFirstOfEquals() {
        assertThat(shares(Sampler.greedy()))
                .containsExactly(new double[] {0, 1, 0, 0, 0}, Offset.offset(1e-9));
        assertThat(new Choice(Sampler.greedy(), Rng.seeded(1)).of(new double[] {1, 3, 3})).isOne();
    }

    @Test
    void topKKeepsTheLikeliest() {
        assertShares(Sampler.standard().withTopK(2), 0, 0.4 / 0.65, 0, 0.25 / 0.65, 0);
        assertShares(Sampler.standard().withTopK(99), PROBABILITIES);
    }

    @Test
    void topPKeepsTheFewestThatReachIt() {
        assertShares(Sampler.standard().withTopP(0.6), 0, 0.4 / 0.65, 0, 0.25 / 0.65, 0);
        assertShares(Sampler.standard().withTopP(0.3), 0, 1, 0, 0, 0);
        assertShares(
                Sampler.standard().withTopK(2).withTopP(0.7), 0, 0.4 / 0.65, 0, 0.25 / 0.65, 0);
        assertShares(Sampler.standard().withTopK(2).withTopP(0.5), 0, 1, 0, 0, 0);
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> new Sampler(-1, 0, 1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Sampler(Double.NaN, 0, 1)).hasMessageContaining("temperature");
        assertThatThrownBy(() -> new Sampler(1, -1, 1)).hasMessageContaining("top-k");
        assertThatThrownBy(() -> new Sampler(1, 0, 0)).hasMessageContaining("top-p");
        assertThatThrownBy(() -> Generation.lines(0)).hasMessageContaining("at least 1 line");
        assertThatThrownBy(() -> Generation.characters(0))
                .hasMessageContaining("line ends or a length");
    }
}
