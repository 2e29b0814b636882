package org.unroll.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Losses of sequences: the mean over all valid steps, whatever stands elsewhere.
class SequenceLossTest {
    private static final Tensor VALUES = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 3, 4, 5);
    private static final Tensor CLASSES = Tensor.of(Rng.seeded(2).ints(12, 0, 5).toArray(), 3, 4);
    private static final Tensor NUMBERS = Rng.seeded(3).uniform(DType.FLOAT64, 0, 1, 3, 4, 5);
    private static final int[][] VALID = {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {2, 0}, {2, 1}};

    static Stream<Arguments> losses() {
        Tensor shares = NUMBERS.dividedBy(NUMBERS.sum(2).unsqueezed(2));
        return Stream.of(
                Arguments.of(CrossEntropy.standard(), CLASSES),
                Arguments.of(CrossEntropy.standard().withLabelSmoothing(0.1), CLASSES),
                Arguments.of(CrossEntropy.standard(), shares),
                Arguments.of(BinaryCrossEntropy.standard(), NUMBERS),
                Arguments.of(MeanSquaredError.standard(), NUMBERS),
                Arguments.of(NegativeLogLikelihood.standard(), CLASSES));
    }

    private static Tensor at(Tensor tensor, int[] place) {
        if (tensor.type() == DType.INT32) {
            return Tensor.of(new int[] {tensor.toInts()[place[0] * 4 + place[1]]});
        }
        return tensor.select(0, place[0]).select(0, place[1]).unsqueezed(0);
    }

    private static Autograd.Differentiated of(Loss loss, Sequence input, Tensor targets) {
        return Autograd.differentiate(List.of(input.values()), () -> loss.of(input, targets));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isTheMeanOfTheValidStepsAlone(Loss loss, Tensor targets) {
        Sequence batch = Sequence.of(VALUES, 4, 0, 2);
        double mean = 0;
        for (int[] place : VALID) {
            mean += loss.of(at(VALUES, place), at(targets, place)).item() / VALID.length;
        }
        Autograd.Differentiated found = of(loss, batch, targets);
        assertThat(found.value().item()).isCloseTo(mean, within(1e-14));
        Tensor gradient = found.gradients().of(VALUES);
        Tensor mask = batch.mask(DType.FLOAT64).unsqueezed(2);
        assertThat(gradient.times(mask.negated().plus(1)).abs().sum().item()).isZero();
        assertThat(gradient.abs().sum(2).select(0, 2).get(1)).isNotZero();
        for (double content : new double[] {1e30, Double.NaN}) {
            Tensor filled = Tensor.where(mask, VALUES, Tensor.scalar(DType.FLOAT64, content));
            Autograd.Differentiated other = of(loss, batch.with(filled), targets);
            assertThat(other.value().item()).isEqualTo(found.value().item());
            assertThat(other.gradients().of(filled).toDoubles()).isEqualTo(gradient.toDoubles());
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void holesAndFullRows(Loss loss, Tensor targets) {
        assertThat(of(loss, Sequence.of(VALUES), targets).value().item())
                .isEqualTo(loss.of(VALUES, targets).item());
        Tensor mask = Tensor.of(new int[] {0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}, 3, 4);
        assertThat(
                        of(loss, Sequence.masked(VALUES, Layout.BATCH_FIRST, mask), targets)
                                .value()
                                .item())
                .isEqualTo(loss.of(VALUES, targets, mask).item());
        assertThatThrownBy(() -> loss.of(Sequence.of(VALUES, 0, 0, 0), targets))
                .hasMessageContaining("at least one place that counts");
    }

    /// Probabilities that are differentiated themselves: the same loss and the same gradient of the
    /// logits, and none at a place that does not count.
    @Test
    void probabilitiesThatAreFollowed() {
        Tensor shares = NUMBERS.dividedBy(NUMBERS.sum(2).unsqueezed(2));
        Sequence batch = Sequence.of(VALUES, 4, 0, 2);
        Tensor mask = batch.mask(DType.FLOAT64).unsqueezed(2);
        for (CrossEntropy loss :
                List.of(
                        CrossEntropy.standard(),
                        CrossEntropy.standard().withLabelSmoothing(0.1),
                        CrossEntropy.standard().withClassWeights(1, 0.5, 2, 0, 3))) {
            var given = of(loss, batch, shares);
            var found =
                    Autograd.differentiate(List.of(VALUES, shares), () -> loss.of(batch, shares));
            assertThat(found.value().item()).isCloseTo(given.value().item(), within(1e-14));
            assertClose(found.gradients().of(VALUES), given.gradients().of(VALUES));

            double[] weights =
                    loss.classWeights().isEmpty()
                            ? new double[] {1, 1, 1, 1, 1}
                            : new double[] {1, 0.5, 2, 0, 3};
            Tensor each =
                    VALUES.logSoftmax(-1)
                            .times(Tensor.of(weights))
                            .times((loss.labelSmoothing() - 1) / VALID.length);
            assertClose(found.gradients().of(shares), each.times(mask));
        }
    }

    /// Up to rounding of float64, of numbers below 10.
    private static void assertClose(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.minus(expected).abs().reshaped(-1).max(0).item()).isLessThan(1e-14);
    }

    @Test
    void timeFirst() {
        Sequence batch = Sequence.timeFirst(VALUES.permuted(1, 0, 2), 4, 0, 2);
        var loss = CrossEntropy.standard();
        assertThat(loss.of(batch, CLASSES.transposed()).item())
                .isCloseTo(loss.of(Sequence.of(VALUES, 4, 0, 2), CLASSES).item(), within(1e-14));
    }

    @Test
    void rowsWithoutTimeCountAsAWhole() {
        Sequence last = new LastStep().forward(Sequence.of(VALUES, 4, 1, 2), Mode.inference());
        Tensor classes = Tensor.of(new int[] {1, 0, 4});
        var loss = CrossEntropy.standard();
        assertThat(loss.of(last, classes).item()).isEqualTo(loss.of(last.values(), classes).item());
    }
}
