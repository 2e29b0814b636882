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
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

/// Expected values come from PyTorch 1.13 in float64.
class CrossEntropyTest {
    private static final double[] WEIGHTS = {0.5, 2.0, 1.5};
    private static final Tensor CLASSES = Tensor.of(new int[] {2, 0, 1, 0});
    private static final Tensor PROBABILITIES =
            Tensor.of(
                    new double[][] {{0.1, 0.2, 0.7}, {1, 0, 0}, {0.3, 0.3, 0.4}, {0, 0.25, 0.75}});
    private static final CrossEntropy PLAIN = CrossEntropy.standard();

    private final Tensor logits =
            Tensor.of(
                    new double[][] {
                        {0.5, -1.2, 2.0}, {1.5, 0.3, -0.7}, {-2.0, 0.1, 0.4}, {0.0, 3.0, -1.0}
                    });

    static Stream<Arguments> pytorch() {
        return Stream.of(
                Arguments.of(PLAIN, CLASSES, 1.1375600929001035),
                Arguments.of(PLAIN.withClassWeights(WEIGHTS), CLASSES, 0.8593442008912251),
                Arguments.of(PLAIN.withIgnoredIndex(1), CLASSES, 1.2150284391835806),
                Arguments.of(
                        PLAIN.withClassWeights(WEIGHTS).withIgnoredIndex(1),
                        CLASSES,
                        0.8226955183644676),
                Arguments.of(PLAIN.withLabelSmoothing(0.2), CLASSES, 1.2692267595667701),
                Arguments.of(
                        PLAIN.withClassWeights(WEIGHTS).withLabelSmoothing(0.2),
                        CLASSES,
                        1.0897118271781898),
                Arguments.of(
                        PLAIN.withClassWeights(WEIGHTS).withLabelSmoothing(0.2).withIgnoredIndex(1),
                        CLASSES,
                        1.2696321818969865),
                Arguments.of(PLAIN, PROBABILITIES, 1.4625600929001035),
                Arguments.of(PLAIN.withClassWeights(WEIGHTS), PROBABILITIES, 1.9607043776513335),
                Arguments.of(
                        PLAIN.withClassWeights(WEIGHTS).withLabelSmoothing(0.2),
                        PROBABILITIES,
                        2.0210795268944275));
    }

    @ParameterizedTest
    @MethodSource("pytorch")
    void isPyTorchs(CrossEntropy loss, Tensor targets, double expected) {
        assertThat(loss.of(logits, targets).item()).isCloseTo(expected, within(1e-13));
        FiniteDifferences.check(() -> loss.of(logits, targets), logits);
    }

    @Test
    void isPyTorchsGradient() {
        var loss = PLAIN.withClassWeights(WEIGHTS).withLabelSmoothing(0.2).withIgnoredIndex(1);
        var gradient =
                Autograd.differentiate(List.of(logits), () -> loss.of(logits, CLASSES))
                        .gradients()
                        .of(logits)
                        .toDoubles();
        assertThat(gradient[0]).isCloseTo(0.09023800786827108, within(1e-14));
        assertThat(gradient[1]).isCloseTo(-0.03441255573175605, within(1e-14));
        assertThat(gradient[2]).isCloseTo(-0.05582545213651505, within(1e-14));
        assertThat(gradient[6]).isZero();
    }

    @Test
    void takesAnyShapeBeforeTheClasses() {
        Tensor stacked = logits.reshaped(2, 2, 3);
        assertThat(PLAIN.of(stacked, CLASSES.reshaped(2, 2)).item())
                .isEqualTo(PLAIN.of(logits, CLASSES).item());
    }

    @Test
    void worksInFloat32() {
        Tensor loss = PLAIN.withClassWeights(WEIGHTS).of(logits.to(DType.FLOAT32), CLASSES);
        assertThat(loss.type()).isEqualTo(DType.FLOAT32);
        assertThat(loss.item()).isCloseTo(0.8593442008912251, within(1e-6));
    }

    @Test
    void oneHotTargetsAreClasses() {
        Tensor oneHot = CLASSES.oneHot(3, DType.FLOAT64);
        assertThat(PLAIN.of(logits, oneHot).item())
                .isCloseTo(PLAIN.of(logits, CLASSES).item(), within(1e-15));
    }

    @Test
    void whatIsMaskedDoesNotReachValueOrGradient() {
        Tensor spoiled =
                Tensor.of(
                        new double[][] {
                            {0.5, -1.2, 2.0},
                            {Double.NaN, 0, Double.POSITIVE_INFINITY},
                            {-2.0, 0.1, 0.4},
                            {0.0, 3.0, -1.0}
                        });
        Tensor outOfRange = Tensor.of(new int[] {2, 77, 1, 0});
        Tensor mask = Tensor.of(new float[] {1, 0, 1, 1});
        var result =
                Autograd.differentiate(List.of(spoiled), () -> PLAIN.of(spoiled, outOfRange, mask));
        Tensor without = Tensor.concat(0, logits.slice(0, 0, 1), logits.slice(0, 2, 4));
        assertThat(result.value().item())
                .isEqualTo(PLAIN.of(without, Tensor.of(new int[] {2, 1, 0})).item());
        double[] gradient = result.gradients().of(spoiled).toDoubles();
        assertThat(gradient).doesNotContain(Double.NaN);
        assertThat(List.of(gradient[3], gradient[4], gradient[5])).containsOnly(0.0);
    }

    @Test
    void aMaskSelectsProbabilitiesToo() {
        Tensor mask = Tensor.of(new int[] {0, 1, 1, 0});
        Tensor expected = PLAIN.of(logits.slice(0, 1, 3), PROBABILITIES.slice(0, 1, 3));
        assertThat(PLAIN.of(logits, PROBABILITIES, mask).item()).isEqualTo(expected.item());
    }

    @Test
    void saysWhichTargetIsOutOfRange() {
        Tensor targets = Tensor.of(new int[][] {{2, 0}, {3, 0}});
        assertThatThrownBy(() -> PLAIN.of(logits.reshaped(2, 2, 3), targets))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cross entropy: expected classes from 0 to 2 but the target at [1, 0] is"
                                + " 3");
    }

    @Test
    void saysWhichProbabilityIsOutOfRange() {
        Tensor targets = PROBABILITIES.times(1.5);
        assertThatThrownBy(() -> PLAIN.of(logits, targets))
                .hasMessageContaining("expected targets from 0 to 1 but the one at [0, 2] is 1.0");
    }

    @Test
    void refusesAMeanOverNothing() {
        assertThatThrownBy(() -> PLAIN.of(logits, CLASSES, Tensor.zeros(DType.FLOAT32, 4)))
                .hasMessageContaining("at least one place that counts but all 4 are masked");
        Tensor padding = Tensor.of(new int[] {1, 1, 1, 1});
        assertThatThrownBy(() -> PLAIN.withIgnoredIndex(1).of(logits, padding))
                .hasMessageContaining("at least one place");
        assertThatThrownBy(() -> PLAIN.withClassWeights(0, 0, 0).of(logits, CLASSES))
                .hasMessageContaining("every class that occurs has weight 0");
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThatThrownBy(() -> PLAIN.of(logits, Tensor.of(new int[] {0, 1})))
                .hasMessageContaining("shape [4, 3]")
                .hasMessageContaining("int32 [2]");
        assertThatThrownBy(() -> PLAIN.withClassWeights(1, 2).of(logits, CLASSES))
                .hasMessageContaining("expected 3 class weights, one for each class, but got 2");
        assertThatThrownBy(() -> PLAIN.of(logits, CLASSES, Tensor.ones(DType.FLOAT32, 4, 3)))
                .hasMessageContaining("expected a mask [4] but got [4, 3]");
        assertThatThrownBy(() -> PLAIN.of(logits, CLASSES, Tensor.of(new double[] {1, 0.5, 0, 1})))
                .hasMessageContaining("position [1] holds 0.5");
        assertThatThrownBy(() -> PLAIN.withIgnoredIndex(0).of(logits, PROBABILITIES))
                .hasMessageContaining("ignored index (0)");
        assertThatThrownBy(() -> PLAIN.withLabelSmoothing(1.5))
                .hasMessage("expected labelSmoothing from 0 to 1 but got 1.5");
        assertThatThrownBy(() -> PLAIN.withClassWeights(1, -1))
                .hasMessage("expected class weights >= 0 but class 1 has -1.0");
    }
}
