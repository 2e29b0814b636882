package org.unroll.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

/// Expected values come from PyTorch 1.13 in float64.
class OtherLossesTest {
    private static final double[] WEIGHTS = {0.5, 2.0, 1.5};
    private static final BinaryCrossEntropy BINARY = BinaryCrossEntropy.standard();
    private static final Tensor TARGETS =
            Tensor.of(
                    new double[][] {{0.1, 0.2, 0.7}, {1, 0, 0}, {0.3, 0.3, 0.4}, {0, 0.25, 0.75}});

    private final Tensor given =
            Tensor.of(
                    new double[][] {
                        {0.5, -1.2, 2.0}, {1.5, 0.3, -0.7}, {-2.0, 0.1, 0.4}, {0.0, 3.0, -1.0}
                    });

    private void check(Loss loss, double expected) {
        assertThat(loss.of(given, TARGETS).item()).isCloseTo(expected, within(1e-13));
        FiniteDifferences.check(() -> loss.of(given, TARGETS), given);
    }

    @Test
    void binaryCrossEntropyIsPyTorchs() {
        check(BINARY, 0.8218815147555212);
        check(BINARY.withPositiveWeights(WEIGHTS), 0.8797293169797421);
        check(BINARY.withPositiveWeights(WEIGHTS).withWeights(1, 0.5, 2), 0.9756893136957819);
    }

    @Test
    void binaryCrossEntropyStandsLargeLogits() {
        Tensor logits = Tensor.of(new float[] {800, -800, 0});
        Tensor yes = Tensor.ones(DType.FLOAT32, 3);
        assertThat(BINARY.of(logits, yes).item()).isCloseTo(266.8977157268533, within(1e-4));
    }

    @Test
    void binaryCrossEntropyWeighsWhatTheMaskLeaves() {
        Loss loss = BINARY.withWeights(1, 0.5, 2).withPositiveWeights(WEIGHTS);
        Tensor rows = Tensor.of(new int[] {0, 1, 0, 1});
        double expected =
                (loss.of(given.slice(0, 1, 2), TARGETS.slice(0, 1, 2)).item()
                                + loss.of(given.slice(0, 3, 4), TARGETS.slice(0, 3, 4)).item())
                        / 2;
        assertThat(loss.of(given, TARGETS, rows).item()).isCloseTo(expected, within(1e-14));
        Tensor single = Tensor.of(new int[12], 4, 3);
        single.updateInPlace(values -> ((int[]) values)[7] = 1);
        // -0.5 (2 * 0.3 log s(0.1) + 0.7 log s(-0.1))
        double sigmoid = 1 / (1 + Math.exp(-0.1));
        assertThat(loss.of(given, TARGETS, single).item())
                .isCloseTo(
                        -0.5 * (2 * 0.3 * Math.log(sigmoid) + 0.7 * Math.log(1 - sigmoid)),
                        within(1e-14));
    }

    @Test
    void binaryCrossEntropyRefusesWhatIsNoProbability() {
        assertThatThrownBy(() -> BINARY.of(given, TARGETS.minus(0.05)))
                .hasMessageContaining("binary cross entropy: expected targets from 0 to 1")
                .hasMessageContaining("[1, 1]");
        assertThatThrownBy(() -> BINARY.withWeights(1, 2).of(given, TARGETS))
                .hasMessageContaining("expected 1 or 3 weights for logits [4, 3] but got 2");
    }

    @Test
    void meanSquaredErrorIsPyTorchs() {
        check(MeanSquaredError.standard(), 1.71625);
    }

    @Test
    void meanSquaredErrorTakesMasksOfNumbersAndOfVectors() {
        Loss loss = MeanSquaredError.standard();
        Tensor vectors = Tensor.of(new float[] {0, 1, 0, 0});
        // 0.5², 0.3², 0.7² over 3
        assertThat(loss.of(given, TARGETS, vectors).item()).isCloseTo(0.83 / 3, within(1e-14));
        Tensor numbers = Tensor.of(new float[12], 4, 3);
        numbers.updateInPlace(values -> ((float[]) values)[10] = 1);
        assertThat(loss.of(given, TARGETS, numbers).item()).isCloseTo(2.75 * 2.75, within(1e-14));
        assertThatThrownBy(() -> loss.of(given, TARGETS, vectors.times(0)))
                .hasMessageContaining("a mean over nothing is undefined");
        assertThatThrownBy(() -> loss.of(given, TARGETS.transposed()))
                .hasMessageContaining("[4, 3] but got [3, 4]");
    }

    @Test
    void negativeLogLikelihoodIsPyTorchs() {
        Loss loss = NegativeLogLikelihood.standard().withClassWeights(WEIGHTS);
        Tensor classes = Tensor.of(new int[] {2, 0, 1, 0});
        assertThat(loss.of(given.logSoftmax(-1), classes).item())
                .isCloseTo(0.8593442008912251, within(1e-13));
        FiniteDifferences.check(() -> loss.of(given, classes), given);
        Loss ignoring = NegativeLogLikelihood.standard().withIgnoredIndex(0);
        assertThat(ignoring.of(given, classes).item()).isCloseTo(-1.05, within(1e-15));
    }

    @Test
    void binaryCrossEntropyOfOneNumberTakesAWeight() {
        Tensor logit = Tensor.scalar(DType.FLOAT64, 0.5);
        Tensor target = Tensor.scalar(DType.FLOAT64, 1);
        double plain = BINARY.of(logit, target).item();
        assertThat(BINARY.withWeights(3).of(logit, target).item())
                .isCloseTo(3 * plain, within(1e-15));
        assertThat(BINARY.withPositiveWeights(3).of(logit, target).item())
                .isCloseTo(3 * plain, within(1e-15));
    }
}
