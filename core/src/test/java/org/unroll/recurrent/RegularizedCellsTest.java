package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.randomState;
import static org.unroll.recurrent.RunResults.weighted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;
import org.unroll.train.TrainingStep;

/// Cells that train with dropout of their state and of its weights.
class RegularizedCellsTest {
    private static final int ROWS = 5;
    private static final int STEPS = 6;
    private static final int[] LENGTHS = {6, 3, 0, 5, 6};

    /// @param make from rates of both kinds
    record Kind(String name, BiFunction<GateOptions, Init, RecurrentCell<?>> make) {
        RecurrentCell<?> of(double state, double weights, DType type) {
            GateOptions options =
                    GateOptions.oneBias().withRecurrentDropout(state).withWeightDropout(weights);
            return make.apply(options, Init.pytorch(Rng.seeded(6)).withType(type));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        ElmanOptions elman = ElmanOptions.standard();
        LstmOptions lstm = LstmOptions.standard();
        return Stream.of(
                new Kind("elman", (o, init) -> new ElmanCell(3, 4, elman.withGates(o), init)),
                new Kind(
                        "gru after",
                        (o, init) -> new GruCell(3, 4, GruOptions.standard().withGates(o), init)),
                new Kind(
                        "gru before",
                        (o, init) -> new GruCell(3, 4, GruOptions.paper().withGates(o), init)),
                new Kind(
                        "gru before, layer norm",
                        (o, init) ->
                                new GruCell(
                                        3,
                                        4,
                                        GruOptions.paper().withGates(o.withLayerNorm()),
                                        init)),
                new Kind("lstm", (o, init) -> new LstmCell(3, 4, lstm.withGates(o), init)),
                new Kind(
                        "lstm, peepholes, projection",
                        (o, init) ->
                                new LstmCell(
                                        3,
                                        7,
                                        lstm.withPeepholes().withProjection(4).withGates(o),
                                        init)),
                new Kind(
                        "jordan",
                        (o, init) ->
                                new JordanCell(
                                        3, 4, 2, JordanOptions.standard().withGates(o), init)),
                new Kind("minimal", (o, init) -> new MinimalGatedCell(3, 4, o, init)),
                new Kind(
                        "independent",
                        (o, init) ->
                                new IndependentCell(
                                        3, 4, ElmanOptions.independent().withGates(o), init)));
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(17));
    }

    private static Tensor input(DType type) {
        return Rng.seeded(2).normal(type, 0, 1, ROWS, STEPS, 3);
    }

    private static <S extends State<S>> List<Tensor> everything(Recurrent<S> layer, Mode mode) {
        DType type = layer.parameters().tensors().getFirst().type();
        Sequence input = Sequence.of(input(type), LENGTHS);
        return RunResults.everything(layer, input, randomState(layer, ROWS), mode);
    }

    private static void assertClose(List<Tensor> actual, List<Tensor> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            // the same operations but for the order of sums
            double size = 1 + expected.get(i).abs().sum().item();
            assertThat(actual.get(i).toDoubles())
                    .as("tensor %d", i)
                    .containsExactly(expected.get(i).toDoubles(), within(1e-13 * size));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void plannedIsEagerInTraining(Kind kind) {
        Recurrent<?> layer = Recurrent.of(kind.of(0.3, 0.4, DType.FLOAT64));
        List<Tensor> eager = everything(layer.eagerly(), training());
        assertClose(everything(layer, training()), eager);
        assertClose(everything(layer.recomputing(), training()), eager);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void gradientsInTrainingAgreeWithDifferences(Kind kind) {
        checkGradients(Recurrent.of(kind.of(0.3, 0.4, DType.FLOAT64)));
    }

    private static <S extends State<S>> void checkGradients(Recurrent<S> layer) {
        Tensor input = input(DType.FLOAT64);
        S start = randomState(layer, ROWS);
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(input);
        by.addAll(start.tensors());
        FiniteDifferences.check(
                () ->
                        weighted(
                                RunResults.values(
                                        layer.run(Sequence.of(input, LENGTHS), start, training()))),
                by.toArray(Tensor[]::new));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void bitsDoNotDependOnThreads(Kind kind) throws Exception {
        Recurrent<?> layer = Recurrent.of(kind.of(0.3, 0.4, DType.FLOAT32));
        List<Tensor> one = Compute.withThreads(1, () -> everything(layer, training()));
        for (int threads : List.of(2, 3, 8)) {
            assertSameBits(Compute.withThreads(threads, () -> everything(layer, training())), one);
        }
    }

    /// A pass in pieces drops what the pass over the whole drops, of weights too.
    @ParameterizedTest
    @MethodSource("kinds")
    void piecesAreTheWhole(Kind kind) {
        checkPieces(Recurrent.of(kind.of(0.3, 0.4, DType.FLOAT32)));
    }

    private static <S extends State<S>> void checkPieces(Recurrent<S> layer) {
        Tensor input = input(DType.FLOAT32);
        S state = randomState(layer, ROWS);
        var whole = layer.run(Sequence.of(input), state, training());
        List<Tensor> outputs = new ArrayList<>();
        for (int from = 0; from < STEPS; from += 2) {
            var piece =
                    layer.run(
                            Sequence.of(input.slice(1, from, from + 2)),
                            state,
                            training().startingAt(from));
            outputs.add(piece.outputs().values());
            state = piece.finalState();
        }
        assertSameBits(List.of(Tensor.concat(1, outputs)), List.of(whole.outputs().values()));
        assertSameBits(state.tensors(), whole.finalState().tensors());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void rateZeroAndInferenceDropNothing(Kind kind) {
        List<Tensor> plain = everything(kind.of(0, 0, DType.FLOAT64), Mode.inference());
        assertSameBits(everything(kind.of(0, 0, DType.FLOAT64), training()), plain);
        assertSameBits(everything(kind.of(0.3, 0.4, DType.FLOAT64), Mode.inference()), plain);
        for (double[] rates : new double[][] {{0.5, 0}, {0, 0.5}}) {
            RecurrentCell<?> cell = kind.of(rates[0], rates[1], DType.FLOAT64);
            List<Tensor> first = everything(cell, training());
            assertSameBits(everything(cell, training()), first);
            assertThat(first.getFirst().toDoubles()).isNotEqualTo(plain.getFirst().toDoubles());
            List<Tensor> other = everything(cell, Mode.training(Rng.seeded(18)));
            assertThat(other.getFirst().toDoubles()).isNotEqualTo(first.getFirst().toDoubles());
        }
    }

    private static <S extends State<S>> List<Tensor> everything(RecurrentCell<S> cell, Mode mode) {
        return everything(Recurrent.of(cell), mode);
    }

    /// The masked weights are made in the step's own memory, which every step uses again.
    @ParameterizedTest
    @MethodSource("kinds")
    void trainingStepsGiveTheBitsOfTheirParts(Kind kind) {
        assertThat(trained(kind, true)).isEqualTo(trained(kind, false));
    }

    /// All weights after four steps.
    private static List<List<Double>> trained(Kind kind, boolean inOneStep) {
        Recurrent<?> layer = Recurrent.of(kind.of(0.3, 0.4, DType.FLOAT32));
        Parameters parameters = layer.parameters();
        Sgd sgd = new Sgd(parameters, SgdOptions.of(0.1));
        TrainingStep step = TrainingStep.of(parameters, sgd);
        for (int i = 0; i < 4; i++) {
            Mode mode = Mode.training(Rng.seeded(i));
            Sequence batch = Sequence.of(input(DType.FLOAT32), LENGTHS);
            Supplier<Tensor> loss = () -> weighted(List.of(layer.forward(batch, mode).values()));
            if (inOneStep) {
                step.run(loss);
            } else {
                sgd.step(Autograd.differentiate(parameters, loss).gradients());
            }
        }
        List<List<Double>> all = new ArrayList<>();
        parameters.tensors().forEach(t -> all.add(Arrays.stream(t.toDoubles()).boxed().toList()));
        return all;
    }

    /// Layers of a stack have masks of their own, the same ones with gradients, without and
    /// eagerly.
    @Test
    void layersOfAStackDropApart() {
        ElmanOptions options =
                ElmanOptions.standard()
                        .withGates(
                                GateOptions.standard()
                                        .withRecurrentDropout(0.3)
                                        .withWeightDropout(0.4));
        RecurrentStack<HiddenState> stack =
                RecurrentStack.elman(
                        RecurrentOptions.of(3, 3).withLayers(2).withDropout(0.2),
                        options,
                        Init.pytorch(Rng.seeded(6)).withType(DType.FLOAT64));
        Sequence batch = Sequence.of(input(DType.FLOAT64), LENGTHS);
        List<Tensor> without = List.of(stack.forward(batch, training()).values());
        List<Tensor> eager = List.of(stack.eagerly().forward(batch, training()).values());
        List<Tensor> with = new ArrayList<>();
        Autograd.differentiate(
                stack.parameters(),
                () -> {
                    with.add(stack.forward(batch, training()).values());
                    return with.getFirst().sum();
                });
        assertSameBits(without, with);
        assertClose(without, eager);

        Mode pass = training();
        Tensor h = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 30, 1, 3);
        RecurrentLayer<HiddenState> layer = stack.layers().getFirst();
        Tensor first = layer.forward(Sequence.of(h), pass).values();
        Tensor second = layer.forward(Sequence.of(h), pass).values();
        Tensor start = layer.forward(Sequence.of(h), Mode.inference()).values();
        // one step from zeros: nothing of the state is seen, so nothing can be dropped
        assertSameBits(List.of(first, second), List.of(start, start));
        HiddenState state = new HiddenState(h.squeezed(1));
        Mode other = training();
        Tensor one = layer.run(Sequence.of(h), state, other).outputs().values();
        Tensor two = layer.run(Sequence.of(h), state, other).outputs().values();
        assertThat(one.toDoubles()).isNotEqualTo(two.toDoubles());
    }
}
