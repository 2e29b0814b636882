package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Direction;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.LearnedStart;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.Residual;
import org.unroll.recurrent.SkippedSteps;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.WeightKind;
import org.unroll.recurrent.Zoneout;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.GradientCheck;

/// What is put around cells and layers, together, and each cell that draws masks, with all their
/// random masks and from starts that are learned: outputs, final states, what is read, and all
/// gradients.
class LayersInTrainingTest {
    private static final int ROWS = 9;
    private static final int STEPS = 5;

    /// A layer, the same one for any type.
    record Kind(String name, int inputSize, Function<Init, RecurrentLayer<?>> maker) {
        Kind(String name, Function<Init, RecurrentLayer<?>> maker) {
            this(name, 3, maker);
        }

        static Kind of(CellZoo cell) {
            return new Kind(
                    cell.name(),
                    cell.tiny(DType.FLOAT32).inputSize(),
                    init -> Recurrent.of(cell.maker().of(2, 3, init)));
        }

        RecurrentLayer<?> create(DType type) {
            return maker.apply(Init.pytorch(Rng.seeded(31)).withType(type));
        }

        Tensor input(DType type) {
            return Rng.seeded(3).uniform(type, -1.5, 1.5, ROWS, STEPS, inputSize);
        }

        /// Rows from no step to all of them.
        Sequence batch(DType type) {
            return Sequence.of(input(type), lengths(ROWS));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /// Everything that goes around an LSTM.
    private static RecurrentCell<LstmState> around(int input, int hidden, Init init) {
        return LearnedStart.of(
                Zoneout.of(InputDropout.of(new LstmCell(input, hidden, init), 0.2), 0.1, 0.4),
                Initializer.normal(0, 1),
                init.rng());
    }

    /// Cells that do something in training that they do not do otherwise, or learn their start.
    private static boolean isOfTraining(CellZoo kind) {
        RecurrentCell<?> cell = kind.small(DType.FLOAT64);
        Recurrent<?> layer = Recurrent.of(cell);
        Tensor input = Rng.seeded(3).uniform(DType.FLOAT64, -1.5, 1.5, 4, 3, cell.inputSize());
        Tensor training = layer.forward(Sequence.of(input), mode()).values();
        Tensor inference = layer.forward(Sequence.of(input), Mode.inference()).values();
        return Closeness.relativeError(training, inference) > 0
                || cell.parameters().names().stream().anyMatch(WeightKind.START);
    }

    static List<Kind> kinds() {
        List<Kind> all = new ArrayList<>(layers());
        CellZoo.builtIn().stream()
                .filter(LayersInTrainingTest::isOfTraining)
                .map(Kind::of)
                .forEach(all::add);
        return all;
    }

    private static List<Kind> layers() {
        RecurrentOptions options =
                RecurrentOptions.of(3, 4).withLayers(3).withDropout(0.3).withResidual();
        return List.of(
                new Kind("cell", init -> Recurrent.of(around(3, 5, init))),
                new Kind(
                        "other order",
                        init ->
                                Recurrent.of(
                                        InputDropout.of(
                                                Zoneout.of(
                                                        LearnedStart.of(new ElmanCell(3, 5, init)),
                                                        0.3),
                                                0.3))),
                new Kind(
                        "residual",
                        init -> Residual.of(Recurrent.of(new GruCell(3, 3, init)), 0.25)),
                new Kind(
                        "residual stack",
                        init -> RecurrentStack.of(options, in -> around(in, 4, init))),
                new Kind(
                        "residual stack, last output, reversed",
                        init ->
                                RecurrentStack.of(
                                                options.withSkippedSteps(SkippedSteps.LAST_OUTPUT),
                                                in -> around(in, 4, init))
                                        .reversed()),
                new Kind(
                        "residual stack of both directions",
                        init ->
                                RecurrentStack.bidirectional(
                                        options, Merge.CONCATENATE, in -> around(in, 4, init))));
    }

    static Stream<Arguments> inBothTypes() {
        return kinds().stream()
                .flatMap(kind ->
                        Stream.of(DType.FLOAT64, DType.FLOAT32)
                                .map(type -> Arguments.of(kind, type)));
    }

    private static Mode mode() {
        return Mode.training(Rng.seeded(21));
    }

    /// From no step to all of them.
    private static int[] lengths(int rows) {
        int[] lengths = new int[rows];
        for (int i = 0; i < rows; i++) {
            lengths[i] = (i * 5 + 5) % (STEPS + 1);
        }
        return lengths;
    }

    private static <S extends State<S>> List<Tensor> values(
            RecurrentLayer<S> layer, Sequence input) {
        List<Tensor> values = new ArrayList<>();
        var output = layer.run(input, mode());
        values.add(output.outputs().values());
        values.addAll(output.finalState().tensors());
        Step<S> read = layer.read(input, mode());
        values.add(read.output());
        values.addAll(read.state().tensors());
        return values;
    }

    /// Values and gradients by name.
    private static Map<String, Tensor> everything(RecurrentLayer<?> layer, Sequence input) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(input.values());
        var gradients =
                Autograd.differentiate(
                                by,
                                () -> {
                                    List<Tensor> values = values(layer, input);
                                    Tensor loss = Tensor.scalar(input.values().type(), 0);
                                    for (int i = 0; i < values.size(); i++) {
                                        results.put("value." + i, values.get(i));
                                        loss = loss.plus(weighted(values.get(i)));
                                    }
                                    return loss;
                                })
                        .gradients();
        results.put("input", gradients.of(input.values()));
        layer.parameters()
                .asMap()
                .forEach((name, tensor) -> results.put("weight." + name, gradients.of(tensor)));
        return results;
    }

    /// Weights that depend on a number's row, step and unit, not on how many there are.
    private static Tensor weighted(Tensor values) {
        int rows = values.dim(0);
        int inRow = rows == 0 ? 0 : values.size() / rows;
        double[] weights = new double[values.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Math.cos(1 + i / inRow * 7 + i % inRow);
        }
        return values.times(Tensor.of(weights, values.shape().dims()).to(values.type())).sum();
    }

    private static Tensor tensor(Map<String, Tensor> results, String name) {
        return Objects.requireNonNull(results.get(name), name);
    }

    private static void assertSameBits(
            String what, Map<String, Tensor> actual, Map<String, Tensor> expected) {
        expected.forEach((name, tensor) ->
                Closeness.assertSameBits(what + ": " + name, tensor(actual, name), tensor));
    }

    @ParameterizedTest
    @MethodSource("inBothTypes")
    void plannedIsEager(Kind kind, DType type) {
        RecurrentLayer<?> layer = kind.create(type);
        Map<String, Tensor> planned = everything(layer, kind.batch(type));
        everything(layer.eagerly(), kind.batch(type))
                .forEach((name, expected) ->
                        Closeness.assertClose(
                                name, tensor(planned, name), expected, Closeness.tolerance(type)));
    }

    @ParameterizedTest
    @MethodSource("inBothTypes")
    void anyNumberOfThreads(Kind kind, DType type) throws Exception {
        RecurrentLayer<?> layer = kind.create(type);
        Map<String, Tensor> one = Compute.withThreads(1, () -> everything(layer, kind.batch(type)));
        for (int threads : new int[] {2, 3, 8}) {
            assertSameBits(
                    threads + " threads",
                    Compute.withThreads(threads, () -> everything(layer, kind.batch(type))),
                    one);
        }
    }

    @ParameterizedTest
    @MethodSource("inBothTypes")
    void recomputingIsTheSame(Kind kind, DType type) {
        RecurrentLayer<?> layer = kind.create(type);
        Map<String, Tensor> kept = everything(layer, kind.batch(type));
        everything(layer.recomputing(), kind.batch(type))
                .forEach((name, actual) -> {
                    if (name.startsWith("weight")) { // summed in another order
                        Closeness.assertClose(
                                name, actual, tensor(kept, name), Closeness.tolerance(type));
                    } else {
                        Closeness.assertSameBits(name, actual, tensor(kept, name));
                    }
                });
    }

    /// A row's masks follow its place, so the first rows of a batch are those rows with less
    /// padding.
    @ParameterizedTest
    @MethodSource("inBothTypes")
    void rowsBehindAndPaddingChangeNothing(Kind kind, DType type) {
        RecurrentLayer<?> layer = kind.create(type);
        Tensor input = kind.input(type);
        for (int rows : new int[] {1, 4}) {
            Tensor few = input.slice(0, 0, rows);
            int[] lengths = {3, 1, 0, 2};
            int[] first = Arrays.copyOf(lengths, rows);
            int[] all = Arrays.copyOf(lengths, ROWS);
            all[ROWS - 1] = STEPS;
            List<Tensor> whole = values(layer, Sequence.of(input, all));
            List<Tensor> short3 = values(layer, Sequence.of(few.slice(1, 0, 3), first));
            for (int i = 0; i < whole.size(); i++) {
                Tensor expected = short3.get(i);
                Tensor actual = whole.get(i).slice(0, 0, rows);
                Closeness.assertSameBits(
                        "value " + i, i == 0 ? actual.slice(1, 0, 3) : actual, expected);
            }
        }
    }

    /// A pass in pieces, with the state handed on and the mode told where each begins.
    @ParameterizedTest
    @MethodSource("inBothTypes")
    void chunksAreTheWhole(Kind kind, DType type) {
        checkChunks(kind.create(type), kind.batch(type));
    }

    private static <S extends State<S>> void checkChunks(RecurrentLayer<S> layer, Sequence batch) {
        if (layer.direction() != Direction.FORWARD) {
            return; // reads from the end
        }
        var whole = layer.run(batch, mode());
        for (int[] ends : new int[][] {{2, STEPS}, {1, 2, 3, 4, STEPS}}) {
            S state = layer.initialState(ROWS);
            int from = 0;
            for (int to : ends) {
                int[] lengths = lengths(ROWS);
                for (int i = 0; i < ROWS; i++) {
                    lengths[i] = Math.clamp(lengths[i] - from, 0, to - from);
                }
                Sequence piece = Sequence.of(batch.values().slice(1, from, to), lengths);
                var part = layer.run(piece, state, mode().startingAt(from));
                Closeness.assertSameBits(
                        "outputs from " + from,
                        part.outputs().values(),
                        whole.outputs().values().slice(1, from, to));
                state = part.finalState();
                from = to;
            }
            Map<String, Tensor> expected = whole.finalState().asMap();
            assertSameBits("final state", state.asMap(), expected);
        }
    }

    /// Against differences: the same masks at every evaluation.
    @ParameterizedTest
    @MethodSource("kinds")
    void gradientsAgreeWithDifferences(Kind kind) {
        RecurrentLayer<?> layer = kind.create(DType.FLOAT64);
        GradientCheck.check(
                layer.toString(),
                draw -> {
                    Tensor input =
                            Rng.seeded(3 + draw)
                                    .uniform(DType.FLOAT64, -1.5, 1.5, 3, 4, kind.inputSize());
                    List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
                    by.add(input);
                    return new GradientCheck.Drawn(by, () -> joined(layer, input));
                });
    }

    private static Tensor joined(RecurrentLayer<?> layer, Tensor input) {
        return Tensor.concat(
                0,
                values(layer, Sequence.of(input, 4, 0, 2)).stream()
                        .map(tensor -> tensor.reshaped(-1))
                        .toList());
    }
}
