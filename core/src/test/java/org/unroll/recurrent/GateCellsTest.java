package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// One step of each cell, number by number as its equation says. The sums themselves, with their
/// norms and dropouts, are [GateSumsTest]'s.
class GateCellsTest {
    private static final int IN = 3;
    private static final int HIDDEN = 4;
    private static final int ROWS = 2;

    /// Up to a few roundings of numbers below 10, for sums may go in another order.
    private static final double EXACT = 1e-14;

    private final Rng rng = Rng.seeded(5);
    private final Init init = Init.pytorch(rng).withType(DType.FLOAT64);
    private final Tensor x = rng.normal(DType.FLOAT64, 0, 1, ROWS, IN);
    private final Tensor h = rng.normal(DType.FLOAT64, 0, 1, ROWS, HIDDEN);

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /// `weight[unit] · seen`, by row of the weight.
    private static double product(Parameters p, String weight, int unit, double... seen) {
        double sum = 0;
        for (int i = 0; i < seen.length; i++) {
            sum += p.get(weight).get(unit, i) * seen[i];
        }
        return sum;
    }

    private static double bias(Parameters p, String name, int unit) {
        return p.contains(name) ? p.get(name).get(unit) : 0;
    }

    /// Of the input's side, whatever its bias is called.
    private static double input(Parameters p, int unit, double... x) {
        return product(p, "weight_ih", unit, x) + bias(p, "bias_ih", unit) + bias(p, "bias", unit);
    }

    private static double[] row(Tensor tensor, int row) {
        return tensor.select(0, row).toDoubles();
    }

    private double[][] after(RecurrentCell<HiddenState> cell) {
        Step<HiddenState> step = cell.step(x, new HiddenState(h), StepContext.INFERENCE);
        assertThat(step.state().hidden().toDoubles()).isEqualTo(step.output().toDoubles());
        return new double[][] {row(step.output(), 0), row(step.output(), 1)};
    }

    @ParameterizedTest
    @EnumSource
    void elman(Bias bias) {
        ElmanOptions options =
                ElmanOptions.standard()
                        .withActivation(Activation.SOFTSIGN)
                        .withGates(GateOptions.standard().withBias(bias));
        ElmanCell cell = new ElmanCell(IN, HIDDEN, options, init);
        Parameters p = cell.parameters();
        double[][] actual = after(cell);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < HIDDEN; i++) {
                double sum =
                        input(p, i, row(x, row))
                                + product(p, "weight_hh", i, row(h, row))
                                + bias(p, "bias_hh", i);
                assertThat(actual[row][i]).isCloseTo(sum / (1 + Math.abs(sum)), within(EXACT));
            }
        }
    }

    /// The network whose output is fed back, `o' = tanh(U x + V o + b)`, is an Elman cell with one
    /// bias: over a whole sequence, against loops.
    @Test
    void outputFeedbackIsAnElmanCellWithOneBias() {
        ElmanOptions options = ElmanOptions.standard().withGates(GateOptions.oneBias());
        ElmanCell cell = new ElmanCell(IN, HIDDEN, options, init);
        Parameters p = cell.parameters();
        assertThat(p.names()).containsExactly("weight_ih", "weight_hh", "bias");
        Tensor inputs = rng.normal(DType.FLOAT64, 0, 1, 1, 5, IN);
        Tensor outputs = Recurrent.of(cell).forward(inputs);
        double[] output = new double[HIDDEN];
        for (int t = 0; t < 5; t++) {
            double[] next = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                double fed = product(p, "weight_hh", i, output);
                double read =
                        product(p, "weight_ih", i, inputs.select(0, 0).select(0, t).toDoubles());
                next[i] = Math.tanh(read + fed + p.get("bias").get(i));
            }
            output = next;
            assertThat(outputs.select(0, 0).select(0, t).toDoubles())
                    .containsExactly(output, within(EXACT));
        }
    }

    static Stream<Arguments> grus() {
        return Stream.of(GruOptions.Reset.values())
                .flatMap(reset ->
                        Stream.of(GruOptions.Update.values())
                                .flatMap(update ->
                                        Stream.of(Bias.values())
                                                .map(bias -> Arguments.of(reset, update, bias))));
    }

    @ParameterizedTest
    @MethodSource("grus")
    void gru(GruOptions.Reset reset, GruOptions.Update update, Bias bias) {
        ActivationFunction half = sum -> sum.times(0.5);
        GruOptions options =
                GruOptions.standard()
                        .withReset(reset)
                        .withUpdate(update)
                        .withActivations(
                                GruActivations.standard()
                                        .withResetGate(half)
                                        .withCandidate(Activation.SOFTSIGN))
                        .withGates(GateOptions.standard().withBias(bias));
        GruCell cell = new GruCell(IN, HIDDEN, options, init);
        Parameters p = cell.parameters();
        double[][] actual = after(cell);
        for (int row = 0; row < ROWS; row++) {
            double[] seen = row(x, row);
            double[] before = row(h, row);
            double[] resets = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                double u = product(p, "weight_hh", i, before) + bias(p, "bias_hh", i);
                resets[i] = 0.5 * (input(p, i, seen) + u);
            }
            double[] kept = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                kept[i] = resets[i] * before[i];
            }
            for (int i = 0; i < HIDDEN; i++) {
                int z = HIDDEN + i;
                int n = 2 * HIDDEN + i;
                double fromState = product(p, "weight_hh", z, before) + bias(p, "bias_hh", z);
                double gate = sigmoid(input(p, z, seen) + fromState);
                double fromReset =
                        reset == GruOptions.Reset.AFTER_PRODUCT
                                ? resets[i]
                                        * (product(p, "weight_hh", n, before)
                                                + bias(p, "bias_hh", n))
                                : product(p, "weight_hh", n, kept) + bias(p, "bias_hh", n);
                double sum = input(p, n, seen) + fromReset;
                double candidate = sum / (1 + Math.abs(sum));
                double expected =
                        update == GruOptions.Update.KEEPS_STATE
                                ? (1 - gate) * candidate + gate * before[i]
                                : (1 - gate) * before[i] + gate * candidate;
                assertThat(actual[row][i]).isCloseTo(expected, within(EXACT));
            }
        }
    }

    @Test
    void minimalGated() {
        MinimalGatedCell cell = new MinimalGatedCell(IN, HIDDEN, init);
        Parameters p = cell.parameters();
        assertThat(p.names()).containsExactly("weight_ih", "weight_hh", "bias");
        double[][] actual = after(cell);
        for (int row = 0; row < ROWS; row++) {
            double[] before = row(h, row);
            double[] forget = new double[HIDDEN];
            double[] kept = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                forget[i] = sigmoid(input(p, i, row(x, row)) + product(p, "weight_hh", i, before));
                kept[i] = forget[i] * before[i];
            }
            for (int i = 0; i < HIDDEN; i++) {
                int n = HIDDEN + i;
                double candidate =
                        Math.tanh(input(p, n, row(x, row)) + product(p, "weight_hh", n, kept));
                assertThat(actual[row][i])
                        .isCloseTo(
                                (1 - forget[i]) * before[i] + forget[i] * candidate, within(EXACT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void independent(Bias bias) {
        ElmanOptions options =
                ElmanOptions.standard()
                        .withActivation(Activation.RELU)
                        .withGates(GateOptions.standard().withBias(bias));
        IndependentCell cell = new IndependentCell(IN, HIDDEN, options, init);
        Parameters p = cell.parameters();
        assertThat(p.get("weight_hh").shape().dims()).containsExactly(HIDDEN);
        double[][] actual = after(cell);
        for (int row = 0; row < ROWS; row++) {
            for (int i = 0; i < HIDDEN; i++) {
                double own = p.get("weight_hh").get(i) * h.get(row, i) + bias(p, "bias_hh", i);
                assertThat(actual[row][i])
                        .isCloseTo(Math.max(0, input(p, i, row(x, row)) + own), within(EXACT));
            }
        }
        assertThat(new IndependentCell(IN, HIDDEN, init).parameters().names())
                .containsExactly("weight_ih", "weight_hh", "bias");
    }

    @ParameterizedTest
    @EnumSource
    void jordan(Bias bias) {
        JordanOptions options =
                JordanOptions.standard()
                        .withOutputActivation(Activation.SIGMOID)
                        .withGates(GateOptions.standard().withBias(bias));
        JordanCell cell = new JordanCell(IN, HIDDEN, 2, options, init);
        Parameters p = cell.parameters();
        assertThat(p.get("weight_hh").shape().dims()).containsExactly(HIDDEN, 2);
        assertThat(p.get("weight_ho").shape().dims()).containsExactly(2, HIDDEN);
        assertThat(p.contains("bias_ho")).isEqualTo(bias != Bias.NONE);
        Tensor last = rng.normal(DType.FLOAT64, 0, 1, ROWS, 2);
        Step<OutputState> step = cell.step(x, new OutputState(last), StepContext.INFERENCE);
        assertThat(step.state().output()).isSameAs(step.output());
        for (int row = 0; row < ROWS; row++) {
            double[] hidden = new double[HIDDEN];
            for (int i = 0; i < HIDDEN; i++) {
                double fed = product(p, "weight_hh", i, row(last, row)) + bias(p, "bias_hh", i);
                hidden[i] = Math.tanh(input(p, i, row(x, row)) + fed);
            }
            for (int i = 0; i < 2; i++) {
                double sum = product(p, "weight_ho", i, hidden) + bias(p, "bias_ho", i);
                assertThat(step.output().get(row, i)).isCloseTo(sigmoid(sum), within(EXACT));
            }
        }
        assertThat(cell.initialState(3).asMap().keySet()).containsExactly("output");
        assertThat(
                        new JordanCell(IN, HIDDEN, 2, init)
                                .step(x, new OutputState(last), StepContext.INFERENCE)
                                .output()
                                .shape()
                                .dims())
                .containsExactly(ROWS, 2);
    }

    /// The gates see a dropped state, but what is handed on is all of it.
    @Test
    void recurrentDropoutLeavesTheStateItselfWhole() {
        GruOptions options =
                GruOptions.standard().withGates(GateOptions.standard().withRecurrentDropout(0.5));
        GruCell cell = new GruCell(IN, HIDDEN, options, init);
        // an update gate that is open, whatever it sees
        cell.parameters()
                .get("bias_ih")
                .updateInPlace(array -> Arrays.fill((double[]) array, HIDDEN, 2 * HIDDEN, 1e3));
        var output =
                Recurrent.of(cell)
                        .run(
                                Sequence.of(x.unsqueezed(1)),
                                new HiddenState(h),
                                Mode.training(Rng.seeded(1)));
        assertThat(output.finalState().hidden().toDoubles()).isEqualTo(h.toDoubles());
    }

    @Test
    void refusals() {
        ElmanOptions norm =
                ElmanOptions.standard().withGates(GateOptions.standard().withLayerNorm());
        assertThatThrownBy(() -> new IndependentCell(IN, HIDDEN, norm, init))
                .hasMessageContaining("layer normalisation mixes the units");
        for (Runnable one :
                List.<Runnable>of(
                        () -> new ElmanCell(IN, 1, norm, init),
                        () ->
                                new GruCell(
                                        IN, 1, GruOptions.standard().withGates(norm.gates()), init),
                        () -> new MinimalGatedCell(IN, 1, norm.gates(), init))) {
            assertThatThrownBy(one::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected a hidden size of at least 2");
        }
        assertThatThrownBy(() -> new JordanCell(IN, 0, 2, init))
                .hasMessageContaining("expected sizes of at least 1");
        assertThatThrownBy(() -> new IndependentCell(0, 2, init))
                .hasMessageContaining("size of at least 1");
    }

    @Test
    void texts() {
        GateOptions all =
                GateOptions.oneBias()
                        .withLayerNorm()
                        .withRecurrentDropout(0.25)
                        .withWeightDropout(0.5);
        assertThat(new ElmanCell(3, 4, ElmanOptions.standard().withGates(all), init))
                .hasToString(
                        "ElmanCell(3 -> 4, tanh, one bias, layer norm, recurrent dropout 0.25,"
                                + " weight dropout 0.5)");
        assertThat(new GruCell(3, 4, init)).hasToString("GruCell(3 -> 4)");
        GruActivations hard = GruActivations.standard().withGates(Activation.HARD_SIGMOID);
        assertThat(new GruCell(3, 4, GruOptions.paper().withActivations(hard), init))
                .hasToString(
                        "GruCell(3 -> 4, reset before product, update gate keeps state, reset gate"
                                + " hard sigmoid, update gate hard sigmoid, candidate tanh)");
        assertThat(new JordanCell(3, 4, 2, init))
                .hasToString("JordanCell(3 -> 4 -> 2, tanh, identity, one bias)");
        assertThat(new MinimalGatedCell(3, 4, init))
                .hasToString("MinimalGatedCell(3 -> 4, one bias)");
        assertThat(new IndependentCell(3, 4, init))
                .hasToString("IndependentCell(3 -> 4, relu, one bias)");
    }

    /// Weights saved under one seed and loaded under another give the same numbers.
    @Test
    void loadedIsSaved() {
        GruOptions options =
                GruOptions.paper()
                        .withGates(GateOptions.standard().withBias(Bias.NONE).withLayerNorm());
        GruCell saved = new GruCell(IN, HIDDEN, options, init);
        GruCell loaded = new GruCell(IN, HIDDEN, options, init);
        assertThat(after(loaded)).isNotEqualTo(after(saved));
        loaded.parameters().load(saved.parameters().asMap());
        assertThat(after(loaded)).isEqualTo(after(saved));
    }

    /// One option more changes nothing else.
    @Test
    void optionsOfCellsWithoutOptionsAreThere() {
        assertSame(
                new IndependentCell(3, 4, seeded()),
                new IndependentCell(3, 4, ElmanOptions.independent(), seeded()));
        assertSame(
                new MinimalGatedCell(3, 4, seeded()),
                new MinimalGatedCell(3, 4, GateOptions.oneBias(), seeded()));
        assertSame(
                new JordanCell(3, 4, 2, seeded()),
                new JordanCell(
                        3,
                        4,
                        2,
                        JordanOptions.standard().withGates(GateOptions.oneBias()),
                        seeded()));
    }

    private static Init seeded() {
        return Init.pytorch(Rng.seeded(5));
    }

    private static void assertSame(RecurrentCell<?> one, RecurrentCell<?> other) {
        assertThat(other).hasToString(one.toString());
        assertThat(other.parameters().names()).isEqualTo(one.parameters().names());
        for (String name : one.parameters().names()) {
            assertThat(other.parameters().get(name).toDoubles())
                    .isEqualTo(one.parameters().get(name).toDoubles());
        }
    }
}
