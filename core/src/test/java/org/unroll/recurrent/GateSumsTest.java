package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Sums under gates, against loops over numbers.
class GateSumsTest {
    private static final int ROWS = 2;

    /// Sums of a few numbers, normalised: they may go in another order.
    private static final double ROUNDING = 1e-12;

    private static final GateShape SHAPE =
            GateShape.of(3, 4, 5).withStateSize(2).withNormGroups(2, 1);

    private final Rng rng = Rng.seeded(12);
    private final Init init = Init.pytorch(rng).withType(DType.FLOAT64);
    private final Tensor x = rng.normal(DType.FLOAT64, 0, 1, ROWS, 4);
    private final Tensor h = rng.normal(DType.FLOAT64, 0, 1, ROWS, 2);
    private final StepContext plain = StepContext.INFERENCE;

    /// Norms start as ones and zeros, which would hide their place.
    private GateSums sums(GateOptions options) {
        GateSums sums = GateSums.of(SHAPE, options, init);
        sums.parameters()
                .asMap()
                .forEach((name, tensor) -> {
                    double[] values =
                            rng.uniform(DType.FLOAT64, -1, 1, tensor.shape().dims()).toDoubles();
                    tensor.updateInPlace(
                            array -> System.arraycopy(values, 0, array, 0, values.length));
                });
        return sums;
    }

    /// @param groups of gates that are normalised
    private void check(GateSums sums, int... groups) {
        Tensor both = sums.sum(x, h, plain);
        int[] spans = Arrays.stream(groups).map(group -> group * 5).toArray();
        for (int row = 0; row < ROWS; row++) {
            Parameters p = sums.parameters();
            double[] input = SumEquations.sums(p, "ih", x.select(0, row).toDoubles(), spans);
            double[] state = SumEquations.sums(p, "hh", h.select(0, row).toDoubles(), spans);
            assertRow(sums.fromInput(x), row, input);
            assertRow(sums.fromState(h, plain), row, state);
            for (int i = 0; i < input.length; i++) {
                assertThat(both.get(row, i)).isCloseTo(input[i] + state[i], within(ROUNDING));
            }
        }
    }

    private static void assertRow(Tensor actual, int row, double[] expected) {
        assertThat(actual.select(0, row).toDoubles()).containsExactly(expected, within(ROUNDING));
    }

    @ParameterizedTest
    @EnumSource
    void biases(Bias bias) {
        GateSums sums = sums(GateOptions.standard().withBias(bias));
        assertThat(sums.parameters().names())
                .containsExactlyElementsOf(
                        switch (bias) {
                            case NONE -> List.of("weight_ih", "weight_hh");
                            case ONE -> List.of("weight_ih", "weight_hh", "bias");
                            case TWO -> List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh");
                        });
        assertThat(sums.parameters().get("weight_ih").shape().dims()).containsExactly(15, 4);
        assertThat(sums.parameters().get("weight_hh").shape().dims()).containsExactly(15, 2);
        check(sums);
    }

    @Test
    void layerNormIsOverItsGroup() {
        GateSums sums = sums(GateOptions.standard().withLayerNorm());
        assertThat(sums.parameters().names())
                .containsExactly(
                        "weight_ih",
                        "weight_hh",
                        "bias_ih",
                        "bias_hh",
                        "norm_weight_ih",
                        "norm_bias_ih",
                        "norm_weight_hh",
                        "norm_bias_hh");
        check(sums, 2, 1);
    }

    @Test
    void someGatesAreTheSameAsAll() {
        for (GateOptions options :
                List.of(GateOptions.standard(), GateOptions.standard().withLayerNorm())) {
            GateSums sums = sums(options);
            Tensor all = sums.fromState(h, plain);
            GateSums.StateSide side = sums.stateSide(h, plain);
            assertThat(Tensor.concat(1, side.sums(0, 2), side.sums(2, 3)).toDoubles())
                    .containsExactly(all.toDoubles(), within(ROUNDING));
            Tensor factor = rng.uniform(DType.FLOAT64, 0, 1, ROWS, 2);
            assertThat(side.sums(factor, 2, 3).toDoubles())
                    .containsExactly(
                            sums.fromState(factor.times(h), plain).slice(1, 10, 15).toDoubles(),
                            within(ROUNDING));
        }
    }

    /// Drops the first number of states, and the first row of weights, as if both were drawn.
    private static final class Dropping implements StepContext {
        @Override
        public boolean isTraining() {
            return true;
        }

        @Override
        public Tensor dropout(Tensor x, double rate) {
            throw new AssertionError("a new mask at every timestep");
        }

        @Override
        public Tensor dropoutPerSequence(Tensor x, double rate) {
            return rate == 0 ? x : x.times(Tensor.of(new double[] {0, 1 / (1 - rate)}));
        }

        @Override
        public Tensor weightDropout(Tensor weight, double rate) {
            return rate == 0 ? weight : weight.slice(0, 1, weight.dim(0)).padded(0, 1, 0);
        }

        @Override
        public Tensor mask(Tensor like, double rate) {
            throw new AssertionError("a mask");
        }

        @Override
        public Tensor perRow(String name) {
            throw new AssertionError(name);
        }
    }

    @Test
    void dropoutsAreOfTheStateAndItsWeights() {
        StepContext dropping = new Dropping();
        GateSums state = sums(GateOptions.standard().withRecurrentDropout(0.2));
        Tensor seen = Tensor.concat(1, h.select(1, 0).times(0).unsqueezed(1), h.slice(1, 1, 2));
        assertThat(state.sum(x, h, dropping).toDoubles())
                .containsExactly(
                        state.sum(x, seen.times(1.25), plain).toDoubles(), within(ROUNDING));
        GateSums weights = sums(GateOptions.standard().withWeightDropout(0.2));
        Tensor full = weights.fromState(h, plain);
        Tensor dropped = weights.fromState(h, dropping);
        assertThat(dropped.slice(1, 1, 15).toDoubles())
                .containsExactly(full.slice(1, 1, 15).toDoubles());
        assertThat(dropped.get(0, 0)).isEqualTo(weights.parameters().get("bias_hh").get(0));
        assertThat(weights.fromInput(x).get(0, 0)).isNotZero();
    }

    @Test
    void sizesAndRangesAreChecked() {
        GateOptions standard = GateOptions.standard();
        assertThatThrownBy(() -> standard.withRecurrentDropout(1))
                .hasMessage("expected a recurrentDropout in [0, 1) but got 1.0");
        assertThatThrownBy(() -> standard.withWeightDropout(-0.1))
                .hasMessage("expected a weightDropout in [0, 1) but got -0.1");
        assertThatThrownBy(() -> GateShape.of(0, 1, 1)).hasMessageContaining("0 gates");
        assertThatThrownBy(() -> SHAPE.withForgetGate(3))
                .hasMessage("expected a forget gate below 3, or -1, but got 3");
        assertThatThrownBy(() -> SHAPE.withNormGroups(2, 2))
                .hasMessage("expected groups that make up 3 gates but got [2, 2]");
        assertThatThrownBy(() ->
                        GateSums.of(
                                GateShape.of(3, 3, 1).withNormGroups(2, 1),
                                standard.withLayerNorm(),
                                init))
                .hasMessage(
                        "layer normalisation of a single number gives a constant: expected a hidden"
                                + " size of at least 2 for group 1 of [2, 1] gates but got 1");
        GateSums normal = sums(standard.withLayerNorm());
        assertThatThrownBy(() -> normal.stateSide(h, plain).sums(0, 1))
                .hasMessage("gates 0 to 1 are no whole groups of the layer normalisation's [2, 1]");
    }

    @Test
    void theForgetGatesBiasStartsOnItsOwn() {
        Init keras = Init.keras(rng);
        for (Bias bias : List.of(Bias.ONE, Bias.TWO)) {
            Parameters parameters =
                    GateSums.of(
                                    GateShape.of(2, 3, 2).withForgetGate(1),
                                    GateOptions.standard().withBias(bias),
                                    keras)
                            .parameters();
            assertThat(parameters.get(bias == Bias.ONE ? "bias" : "bias_ih").toDoubles())
                    .containsExactly(0, 0, 1, 1);
        }
    }
}
