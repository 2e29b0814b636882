package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// LSTMs of all kinds: against the equations as loops, against each other where one is a case of
/// another, and what is refused.
class LstmCellTest {
    /// Of a few steps of numbers about 1, whose sums may go in another order.
    private static final double ROUNDING = 1e-12;

    private static final int INPUT = 3;
    private static final int UNITS = 5;
    private static final int ROWS = 2;

    private static final LstmOptions PLAIN = LstmOptions.standard();
    private static final LstmActivations FIVE =
            new LstmActivations(
                    Activation.HARD_SIGMOID,
                    Activation.SIGMOID,
                    Activation.SOFTSIGN,
                    Activation.HARD_SIGMOID_FIFTH,
                    Activation.RELU);

    private final Rng rng = Rng.seeded(12);

    /// A cell whose weights are all drawn: norms would start as ones and zeros.
    private LstmCell cell(LstmOptions options) {
        LstmCell cell =
                new LstmCell(INPUT, UNITS, options, Init.pytorch(rng).withType(DType.FLOAT64));
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        cell.parameters()
                .asMap()
                .forEach((name, weight) ->
                        drawn.put(name, rng.uniform(DType.FLOAT64, -1, 1, weight.shape().dims())));
        cell.parameters().load(drawn);
        return cell;
    }

    /// With some of the weights of another one.
    private LstmCell cell(LstmOptions options, Map<String, Tensor> weights) {
        LstmCell cell = cell(options);
        Map<String, Tensor> all = new LinkedHashMap<>(cell.parameters().asMap());
        all.putAll(weights);
        cell.parameters().load(all);
        return cell;
    }

    private Tensor numbers(int... dims) {
        return rng.normal(DType.FLOAT64, 0, 1, dims);
    }

    private LstmState state(LstmCell cell) {
        return cell.initialState(ROWS).drawn(Initializer.normal(0, 1), rng);
    }

    static Stream<Arguments> kinds() {
        GateOptions sums = GateOptions.standard();
        return Stream.of(
                Arguments.of("plain", PLAIN),
                Arguments.of("activations", PLAIN.withActivations(FIVE)),
                Arguments.of("one bias", PLAIN.withGates(GateOptions.oneBias())),
                Arguments.of("no bias", PLAIN.withGates(sums.withBias(Bias.NONE))),
                Arguments.of("layer norm", PLAIN.withGates(sums.withLayerNorm())),
                Arguments.of("peepholes", PLAIN.withPeepholes()),
                Arguments.of("coupled", PLAIN.withCoupledGates()),
                Arguments.of("clip", PLAIN.withCellClip(0.6)),
                Arguments.of("projection", PLAIN.withProjection(2)),
                Arguments.of("coupled, peepholes", PLAIN.withCoupledGates().withPeepholes()),
                Arguments.of("all", everything(false)),
                Arguments.of("all, coupled", everything(true)));
    }

    private static LstmOptions everything(boolean coupled) {
        LstmOptions all =
                PLAIN.withActivations(FIVE)
                        .withPeepholes()
                        .withProjection(2)
                        .withCellClip(0.6)
                        .withGates(GateOptions.oneBias().withLayerNorm());
        return coupled ? all.withCoupledGates() : all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void itComputesTheEquations(String name, LstmOptions options) {
        LstmCell cell = cell(options);
        LstmState state = state(cell);
        for (int step = 0; step < 3; step++) {
            Tensor x = numbers(ROWS, INPUT);
            Step<LstmState> next = cell.step(x, state, StepContext.INFERENCE);
            assertThat(next.output()).isSameAs(next.state().hidden());
            for (int row = 0; row < ROWS; row++) {
                LstmEquations expected =
                        new LstmEquations(
                                options,
                                cell.parameters(),
                                x.select(0, row).toDoubles(),
                                state.hidden().select(0, row).toDoubles(),
                                state.cell().select(0, row).toDoubles());
                assertThat(next.state().hidden().select(0, row).toDoubles())
                        .containsExactly(expected.hidden, within(ROUNDING));
                assertThat(next.state().cell().select(0, row).toDoubles())
                        .containsExactly(expected.cell, within(ROUNDING));
            }
            state = next.state();
        }
    }

    private static List<Tensor> run(LstmCell cell, Tensor x, LstmState start) {
        var output = Recurrent.of(cell).run(Sequence.of(x), start, Mode.inference());
        return List.of(output.outputs().values(), output.finalState().cell());
    }

    private static void assertClose(List<Tensor> actual, List<Tensor> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).toDoubles())
                    .containsExactly(expected.get(i).toDoubles(), within(ROUNDING));
        }
    }

    /// `1 - σ(s) = σ(-s)`: coupled gates are a forget gate with the input gate's weights, negated.
    @Test
    void coupledGatesAreAForgetGateOfTheOppositeWeights() {
        LstmCell coupled = cell(PLAIN.withCoupledGates().withPeepholes());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        coupled.parameters()
                .asMap()
                .forEach((name, weight) -> {
                    Tensor input = weight.slice(0, 0, UNITS);
                    Tensor others = weight.slice(0, UNITS, weight.dim(0));
                    weights.put(name, Tensor.concat(0, input, input.negated(), others));
                });
        LstmCell full = cell(PLAIN.withPeepholes(), weights);
        Tensor x = numbers(ROWS, 4, INPUT);
        LstmState start = state(full);
        assertClose(run(coupled, x, start), run(full, x, start));
    }

    @Test
    void aWideClipAndClosedPeepholesChangeNothing() {
        LstmCell plain = cell(PLAIN);
        Map<String, Tensor> weights = plain.parameters().asMap();
        Map<String, Tensor> closed = new LinkedHashMap<>(weights);
        closed.put("peephole", Tensor.zeros(DType.FLOAT64, 3 * UNITS));
        Tensor x = numbers(ROWS, 4, INPUT);
        LstmState start = state(plain);
        List<Tensor> expected = run(plain, x, start);
        assertClose(run(cell(PLAIN.withCellClip(1e6), weights), x, start), expected);
        assertClose(run(cell(PLAIN.withPeepholes(), closed), x, start), expected);
    }

    /// Handing on the first two units is a full cell that sees the others with weights of zero.
    @Test
    void aProjectionMaySelectUnits() {
        LstmCell full = cell(PLAIN);
        Parameters weights = full.parameters();
        Tensor seen = weights.get("weight_hh").slice(1, 0, 2);
        Map<String, Tensor> blind = new LinkedHashMap<>(weights.asMap());
        blind.put("weight_hh", seen.padded(1, 0, UNITS - 2));
        full.parameters().load(blind);
        Map<String, Tensor> projecting = new LinkedHashMap<>(weights.asMap());
        projecting.put("weight_hh", seen);
        double[][] select = new double[2][UNITS];
        select[0][0] = 1;
        select[1][1] = 1;
        projecting.put("weight_hr", Tensor.of(select));
        LstmCell projected = cell(PLAIN.withProjection(2), projecting);
        Tensor x = numbers(ROWS, 4, INPUT);
        LstmState start = state(full);
        List<Tensor> expected = run(full, x, start);
        LstmState short2 = new LstmState(start.hidden().slice(1, 0, 2), start.cell());
        assertClose(
                run(projected, x, short2),
                List.of(expected.get(0).slice(2, 0, 2), expected.get(1)));
    }

    @Test
    void oneBiasIsTheSumOfTwo() {
        LstmCell two = cell(PLAIN);
        Map<String, Tensor> weights = new LinkedHashMap<>(two.parameters().asMap());
        Tensor sum = two.parameters().get("bias_ih").plus(two.parameters().get("bias_hh"));
        weights.remove("bias_ih");
        weights.remove("bias_hh");
        weights.put("bias", sum);
        LstmCell one = cell(PLAIN.withGates(GateOptions.oneBias()), weights);
        Tensor x = numbers(ROWS, 4, INPUT);
        LstmState start = state(two);
        assertClose(run(one, x, start), run(two, x, start));
    }

    /// With open gates the next cell state is the one before and what the input gives: 0.
    @Test
    void aClippedCellHandsOnNoGradientAndAFullOneDoes() {
        LstmOptions options =
                PLAIN.withCellClip(0.5)
                        .withActivations(
                                LstmActivations.standard().withGates(x -> x.times(0).plus(1)));
        LstmCell cell = cell(options);
        Tensor before = Tensor.of(new double[][] {{0.4, 0.5, -0.5, 0.6, -0.6}});
        Tensor hidden = Tensor.zeros(DType.FLOAT64, 1, UNITS);
        cell.parameters().tensors().forEach(weight -> weight.updateInPlace(a -> fill(a, 0)));
        Tensor x = numbers(1, INPUT);
        Step<LstmState> step = cell.step(x, new LstmState(hidden, before), StepContext.INFERENCE);
        assertThat(step.state().cell().toDoubles()).containsExactly(0.4, 0.5, -0.5, 0.5, -0.5);
        Tensor gradient =
                Autograd.differentiate(
                                List.of(before),
                                () ->
                                        cell.step(
                                                        x,
                                                        new LstmState(hidden, before),
                                                        StepContext.INFERENCE)
                                                .state()
                                                .cell()
                                                .sum())
                        .gradients()
                        .of(before);
        assertThat(gradient.toDoubles()).containsExactly(1, 1, 1, 0, 0);
    }

    private static void fill(Object array, double value) {
        Arrays.fill((double[]) array, value);
    }

    @Test
    void namesAndShapesOfStacks() {
        RecurrentOptions size = RecurrentOptions.of(INPUT, UNITS).withLayers(2);
        Init init = Init.pytorch(rng);
        LstmOptions all =
                PLAIN.withPeepholes()
                        .withProjection(2)
                        .withGates(GateOptions.standard().withLayerNorm());
        var stack = RecurrentStack.lstm(size, all, init);
        assertThat(shapes(stack.parameters(), "_l1"))
                .containsExactly(
                        "weight_ih [20, 2]",
                        "weight_hh [20, 2]",
                        "bias_ih [20]",
                        "bias_hh [20]",
                        "norm_weight_ih [20]",
                        "norm_bias_ih [20]",
                        "norm_weight_hh [20]",
                        "norm_bias_hh [20]",
                        "norm_weight_cell [5]",
                        "norm_bias_cell [5]",
                        "peephole [15]",
                        "weight_hr [2, 5]");
        var output =
                stack.run(
                        Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 4, INPUT)),
                        Mode.inference());
        assertThat(output.outputs().values().shape().dims()).containsExactly(2, 4, 2);
        assertThat(output.finalState().layer(0).hidden().shape().dims()).containsExactly(2, 2);
        assertThat(output.finalState().layer(0).cell().shape().dims()).containsExactly(2, UNITS);

        var both =
                RecurrentStack.bidirectional(
                        size,
                        Merge.CONCATENATE,
                        in -> new LstmCell(in, UNITS, PLAIN.withProjection(2), init));
        assertThat(shapes(both.parameters(), "_l1_reverse"))
                .containsExactly(
                        "weight_ih [20, 4]",
                        "weight_hh [20, 2]",
                        "bias_ih [20]",
                        "bias_hh [20]",
                        "weight_hr [2, 5]");
        assertThat(both.outputSize()).isEqualTo(4);

        var coupled = RecurrentStack.lstm(size, all.withCoupledGates(), init);
        assertThat(shapes(coupled.parameters(), "_l0"))
                .contains(
                        "weight_ih [15, 3]", "weight_hh [15, 2]", "bias_ih [15]", "peephole [10]");
    }

    private static List<String> shapes(Parameters parameters, String suffix) {
        List<String> shapes = new ArrayList<>();
        parameters
                .asMap()
                .forEach((name, weight) -> {
                    if (name.endsWith(suffix)) {
                        shapes.add(name.replace(suffix, "") + " " + weight.shape());
                    }
                });
        return shapes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void whatWasSavedAndLoadedComputesTheSame(String name, LstmOptions options) {
        LstmCell saved = cell(options);
        LstmCell loaded = cell(options);
        Tensor x = numbers(ROWS, 4, INPUT);
        LstmState start = state(saved);
        List<Tensor> expected = run(saved, x, start);
        assertThat(run(loaded, x, start).getFirst().toDoubles())
                .isNotEqualTo(expected.getFirst().toDoubles());
        loaded.parameters().load(saved.parameters().asMap());
        for (int i = 0; i < expected.size(); i++) {
            assertThat(run(loaded, x, start).get(i).toDoubles())
                    .isEqualTo(expected.get(i).toDoubles());
        }
    }

    @Test
    void namedValuesAreTheSameForAllKinds() {
        Sequence x = Sequence.of(numbers(ROWS, 4, INPUT));
        String[] names = {"inputGate", "forgetGate", "candidate", "outputGate", "cell"};
        for (LstmOptions options : List.of(PLAIN, everything(false), everything(true))) {
            LstmCell cell = cell(options);
            var seen = Recurrent.of(cell).observe(x, state(cell), Mode.inference(), names);
            assertThat(seen.of("cell").values().select(1, 3).toDoubles())
                    .isEqualTo(seen.output().finalState().cell().toDoubles());
            double[] forget = seen.of("forgetGate").values().toDoubles();
            double[] input = seen.of("inputGate").values().toDoubles();
            for (int i = 0; i < forget.length && options.coupledGates(); i++) {
                assertThat(forget[i]).isEqualTo(1 - input[i]);
            }
        }
    }

    /// Both dropouts, in a cell with all the rest.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void dropoutIsTheSamePlannedEagerlyAndInPieces(boolean coupled) {
        LstmOptions all = everything(coupled);
        LstmOptions options =
                all.withGates(all.gates().withRecurrentDropout(0.3).withWeightDropout(0.4));
        Recurrent<LstmState> layer = Recurrent.of(cell(options));
        Sequence x = Sequence.of(numbers(7, 6, INPUT), 6, 2, 0, 5, 6, 1, 3);
        LstmState start = layer.initialState(7);
        List<Tensor> planned = RunResults.everything(layer, x, start, training());
        List<Tensor> eager = RunResults.everything(layer.eagerly(), x, start, training());
        for (int i = 0; i < eager.size(); i++) {
            assertThat(planned.get(i).toDoubles())
                    // sums over rows and timesteps, in another order
                    .containsExactly(eager.get(i).toDoubles(), within(10 * ROUNDING));
        }
        assertThat(RunResults.everything(layer, x, start, Mode.inference()).getFirst().toDoubles())
                .as("there is dropout")
                .isNotEqualTo(planned.getFirst().toDoubles());
        Sequence full = Sequence.of(x.values());
        var whole = layer.run(full, start, training());
        LstmState state = start;
        List<Tensor> parts = new ArrayList<>();
        for (int from = 0; from < 6; from += 2) {
            var part =
                    layer.run(
                            Sequence.of(x.values().slice(1, from, from + 2)),
                            state,
                            training().startingAt(from));
            parts.add(part.outputs().values());
            state = part.finalState();
        }
        assertThat(Tensor.concat(1, parts).toDoubles())
                .isEqualTo(whole.outputs().values().toDoubles());
        assertThat(state.cell().toDoubles()).isEqualTo(whole.finalState().cell().toDoubles());
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(21));
    }

    @Test
    void startsFollowTheScheme() {
        LstmOptions options = PLAIN.withPeepholes().withProjection(2);
        Parameters pytorch = new LstmCell(3, 400, options, Init.pytorch(rng)).parameters();
        for (String name : List.of("weight_hr", "peephole", "weight_hh")) {
            double[] values = pytorch.get(name).toDoubles();
            double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
            assertThat(largest).as(name).isBetween(0.049, 0.05); // 1 / sqrt(400)
        }
        Init keras = Init.keras(rng);
        assertThat(bias(PLAIN, keras)).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
        assertThat(bias(PLAIN.withCoupledGates(), keras)).containsExactly(-1, -1, 0, 0, 0, 0);
        assertThat(bias(PLAIN.withCoupledGates(), keras.withForgetBias(0)))
                .containsExactly(0, 0, 0, 0, 0, 0);
        assertThat(bias(PLAIN.withCoupledGates(), Init.pytorch(rng).withForgetBias(3)))
                .startsWith(-3, -3)
                .doesNotContain(3, 0);
        assertThat(bias(PLAIN.withCoupledGates(), Init.pytorch(rng))).doesNotContain(-1, 0);
    }

    private static double[] bias(LstmOptions options, Init init) {
        return new LstmCell(3, 2, options, init).parameters().get("bias_ih").toDoubles();
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        Init init = Init.pytorch(rng);
        for (int projection : new int[] {5, 6}) {
            LstmOptions options = PLAIN.withProjection(projection);
            assertThatThrownBy(() -> new LstmCell(3, 5, options, init))
                    .hasMessage(
                            "expected a projection below the hidden size 5 but got " + projection);
        }
        assertThatThrownBy(() -> PLAIN.withProjection(-1))
                .hasMessage("expected a projection of at least 1, or 0 for none, but got -1");
        for (double clip : new double[] {0, -1, Double.NaN}) {
            assertThatThrownBy(() -> PLAIN.withCellClip(clip))
                    .hasMessage("expected a cellClip above 0 but got " + clip);
        }
        LstmActivations own = LstmActivations.standard().withForgetGate(Activation.HARD_SIGMOID);
        for (LstmOptions options :
                List.of(PLAIN.withActivations(own), PLAIN.withPeepholes().withActivations(own))) {
            assertThatThrownBy(options::withCoupledGates)
                    .hasMessageContaining("coupled gates have no forget gate")
                    .hasMessageEndingWith("but got hard sigmoid");
        }
        assertThatThrownBy(() -> PLAIN.withCoupledGates().withActivations(own))
                .hasMessageContaining("coupled gates have no forget gate");
        PLAIN.withCoupledGates()
                .withActivations(LstmActivations.standard().withGates(Activation.HARD_SIGMOID));
        LstmOptions normal = PLAIN.withGates(GateOptions.standard().withLayerNorm());
        assertThatThrownBy(() -> new LstmCell(3, 1, normal, init))
                .hasMessageContaining("layer normalisation of a single number");
        assertThatThrownBy(() -> new LstmCell(3, 0, init)).hasMessageContaining("hiddenSize 0");
    }

    @Test
    void itSaysWhatItIs() {
        assertThat(cell(PLAIN)).hasToString("LstmCell(3 -> 5)");
        assertThat(cell(everything(true)))
                .hasToString(
                        "LstmCell(3 -> 2, input gate hard sigmoid, forget gate sigmoid, candidate"
                                + " softsign, output gate hard sigmoid fifth, cell relu, peepholes,"
                                + " coupled gates, projection of 5, cell clip 0.6, one bias, layer"
                                + " norm)");
    }
}
