package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.unroll.recurrent.RunResults.assertClose;
import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.randomState;
import static org.unroll.recurrent.RunResults.weighted;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The planned run of a cell against the eager one, and what the engine promises about bits.
class PlannedEngineTest {
    private static final int ROWS = 37; // three groups, unequal
    private static final int STEPS = 6;

    /// Both runs do the same operations but for the order of sums: rounding, not approximation.
    private static double tolerance(DType type) {
        return type == DType.FLOAT64 ? 1e-12 : 1e-5;
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Init init = Init.pytorch(Rng.seeded(11)).withType(type);
            for (RecurrentCell<?> cell : UserCells.all(init)) {
                for (Layout layout : Layout.values()) {
                    cases.add(Arguments.of(cell, type, layout, null));
                    cases.add(Arguments.of(cell, type, layout, lengths()));
                }
            }
        }
        return cases.stream();
    }

    /// From 0 to all steps.
    private static int[] lengths() {
        return IntStream.range(0, ROWS).map(i -> i * 5 % (STEPS + 1)).toArray();
    }

    private static Tensor input(DType type, Layout layout) {
        Rng rng = Rng.seeded(3);
        Tensor values = rng.normal(type, 0, 1, ROWS, STEPS, UserCells.INPUT);
        return layout == Layout.BATCH_FIRST ? values : values.permuted(1, 0, 2);
    }

    private static Sequence sequence(Tensor values, Layout layout, int @Nullable [] lengths) {
        if (lengths != null) {
            return Sequence.of(values, layout, lengths);
        }
        return layout == Layout.BATCH_FIRST ? Sequence.of(values) : Sequence.timeFirst(values);
    }

    private static <S extends State<S>> List<Tensor> everything(
            Recurrent<S> layer, Sequence sequence) {
        S initial = randomState(layer, sequence.rows());
        return RunResults.everything(layer, sequence, initial, Mode.inference());
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void plannedEqualsEager(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths) {
        Recurrent<S> layer = Recurrent.of(cell);
        Sequence sequence = sequence(input(type, layout), layout, lengths);
        List<Tensor> planned = everything(layer, sequence);
        assertClose(planned, everything(layer.eagerly(), sequence), tolerance(type));
        S initial = randomState(layer, ROWS);
        assertSameBits( // without gradients the same numbers
                List.of(layer.run(sequence, initial, Mode.inference()).outputs().values()),
                planned.subList(0, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void bitsDoNotDependOnThreads(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths)
            throws Exception {
        Recurrent<S> layer = Recurrent.of(cell);
        Sequence sequence = sequence(input(type, layout), layout, lengths);
        List<Tensor> one = Compute.withThreads(1, () -> everything(layer, sequence));
        for (int threads : List.of(2, 3, 8)) {
            assertSameBits(Compute.withThreads(threads, () -> everything(layer, sequence)), one);
        }
    }

    /// Each row alone, cut to its own length, gives the bits that it has in the batch.
    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void paddedBatchEqualsRowsAlone(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths) {
        if (lengths == null || layout == Layout.TIME_FIRST) {
            return;
        }
        Recurrent<S> layer = Recurrent.of(cell);
        Tensor values = input(type, layout);
        S initial = randomState(layer, ROWS);
        var batch = layer.run(Sequence.of(values, lengths), initial, Mode.inference());
        for (int row = 0; row < ROWS; row++) {
            int at = row;
            int length = lengths[row];
            Tensor alone = values.slice(0, row, row + 1).slice(1, 0, length);
            S state =
                    initial.with(
                            initial.tensors().stream().map(t -> t.slice(0, at, at + 1)).toList());
            var output = layer.run(Sequence.of(alone), state, Mode.inference());
            Tensor inBatch = batch.outputs().values().slice(0, row, row + 1);
            assertSameBits(
                    List.of(inBatch.slice(1, 0, length)), List.of(output.outputs().values()));
            assertThat(inBatch.slice(1, length, STEPS).abs().sum().item()).isZero();
            assertSameBits(
                    batch.finalState().tensors().stream().map(t -> t.slice(0, at, at + 1)).toList(),
                    output.finalState().tensors());
        }
    }

    /// Keeping some states and computing the rest again gives the same bits, but for the gradients
    /// of weights, whose sums it takes in another order.
    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void recomputingEqualsKeeping(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths)
            throws Exception {
        Recurrent<S> layer = Recurrent.of(cell);
        Sequence sequence = sequence(input(type, layout), layout, lengths);
        List<Tensor> kept = everything(layer, sequence);
        List<Tensor> recomputed = everything(layer.recomputing(), sequence);
        assertClose(recomputed, kept, tolerance(type));
        int states = cell.initialState(1).tensors().size();
        int weights = cell.parameters().tensors().size();
        for (List<Tensor> results : List.of(recomputed, kept)) {
            results.subList(1 + states, 1 + states + weights).clear();
        }
        assertSameBits(recomputed, kept);
        assertSameBits(
                Compute.withThreads(8, () -> everything(layer.recomputing(), sequence)),
                Compute.withThreads(1, () -> everything(layer.recomputing(), sequence)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void chunksEqualTheWhole(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths) {
        if (lengths != null || layout == Layout.TIME_FIRST) {
            return;
        }
        Recurrent<S> layer = Recurrent.of(cell);
        Tensor values = input(type, layout);
        S state = randomState(layer, ROWS);
        var whole = layer.run(Sequence.of(values), state, Mode.inference());
        List<Tensor> parts = new ArrayList<>();
        for (int[] chunk : new int[][] {{0, 1}, {1, 4}, {4, STEPS}}) {
            var part =
                    layer.run(
                            Sequence.of(values.slice(1, chunk[0], chunk[1])),
                            state,
                            Mode.inference());
            parts.add(part.outputs().values());
            state = part.finalState();
        }
        assertSameBits(List.of(Tensor.concat(1, parts)), List.of(whole.outputs().values()));
        assertSameBits(state.tensors(), whole.finalState().tensors());
    }

    @Test
    void oneLayerMayRunTwiceBeforeOneBackward() {
        Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
        Recurrent<LstmState> layer = Recurrent.of(new LstmCell(3, 5, init));
        Tensor a = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 4, 3, 3);
        Tensor b = Rng.seeded(3).normal(DType.FLOAT64, 0, 1, 4, 3, 3);
        Parameters by = layer.parameters();
        var both =
                Autograd.differentiate(
                        by, () -> weighted(List.of(layer.forward(a), layer.forward(b))));
        var eager = layer.eagerly();
        var expected =
                Autograd.differentiate(
                        by, () -> weighted(List.of(eager.forward(a), eager.forward(b))));
        assertClose(both.gradients().values(), expected.gradients().values(), 1e-12);
    }

    @Test
    void updatedWeightsAreUsed() {
        Init init = Init.pytorch(Rng.seeded(1));
        Recurrent<HiddenState> layer = Recurrent.of(new GruCell(3, 5, init));
        Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 2, 3, 3);
        Tensor before = layer.forward(input);
        layer.parameters()
                .get("weight_hh")
                .updateInPlace(array -> java.util.Arrays.fill((float[]) array, 0.25f));
        Tensor after = layer.forward(input);
        assertThat(after.toFloats()).isNotEqualTo(before.toFloats());
        assertClose(List.of(after), List.of(layer.eagerly().forward(input)), 1e-5);
    }

    @Test
    void manyThreadsMayUseOneLayer() throws Exception {
        Init init = Init.pytorch(Rng.seeded(1));
        Recurrent<LstmState> layer = Recurrent.of(new LstmCell(3, 5, init));
        List<Tensor> inputs =
                IntStream.range(0, 64)
                        .mapToObj(i -> Rng.seeded(i).normal(DType.FLOAT32, 0, 1, 1 + i % 5, 4, 3))
                        .toList();
        List<Tensor> expected = inputs.stream().map(layer::forward).toList();
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Callable<Tensor>> calls = new ArrayList<>();
            inputs.forEach(input -> calls.add(() -> layer.forward(input)));
            List<Tensor> actual = new ArrayList<>();
            for (Future<Tensor> result : pool.invokeAll(calls)) {
                actual.add(result.get());
            }
            assertSameBits(actual, expected);
        }
    }

    @Test
    void manyThreadsMayTrainAndInferAtOnce() throws Exception {
        Init init = Init.pytorch(Rng.seeded(1));
        Recurrent<LstmState> layer = Recurrent.of(new LstmCell(UserCells.INPUT, 5, init));
        List<Callable<List<Tensor>>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            Tensor input = Rng.seeded(i).normal(DType.FLOAT32, 0, 1, 1 + i % 40, 4, 3);
            boolean training = i % 2 == 0;
            calls.add(() ->
                    training
                            ? everything(layer, Sequence.of(input))
                            : List.of(layer.forward(input)));
        }
        List<List<Tensor>> expected = new ArrayList<>();
        for (Callable<List<Tensor>> call : calls) {
            expected.add(call.call());
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Future<List<Tensor>>> results = pool.invokeAll(calls);
            for (int i = 0; i < calls.size(); i++) {
                assertSameBits(results.get(i).get(), expected.get(i));
            }
        }
    }

    /// A hundred thousand timesteps and their gradient, and as many operations on a tape: no
    /// recursion anywhere.
    @Test
    void longSequencesDoNotOverflowTheStack() {
        int steps = 100_000;
        Recurrent<HiddenState> layer =
                Recurrent.of(new ElmanCell(1, 2, Init.pytorch(Rng.seeded(1))));
        Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 1, steps, 1);
        var done =
                Autograd.differentiate(
                        layer.parameters(), () -> layer.forward(input).squared().mean());
        assertThat(done.gradients().norm()).isPositive().isFinite();
        Tensor start = Tensor.scalar(DType.FLOAT64, 3);
        var chain =
                Autograd.differentiate(
                        List.of(start),
                        () -> {
                            Tensor value = start;
                            for (int i = 0; i < steps; i++) {
                                value = value.plus(1);
                            }
                            return value;
                        });
        assertThat(chain.gradients().of(start).item()).isEqualTo(1);
    }

    @Test
    void stepsThatMixRowsAreRefusedByName() {
        HiddenCell mixing = cell((input, hidden) -> hidden.minus(hidden.mean(0)).plus(input));
        assertThatThrownBy(() -> run(mixing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mixes the rows of the batch")
                .hasMessageContaining("SumTo");
    }

    @Test
    void stepsThatMoveTheBatchAreRefused() {
        HiddenCell moving =
                cell((input, hidden) -> hidden.transposed().tanh().transposed().plus(input));
        assertThatThrownBy(() -> run(moving))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("moves the batch away from axis 0");
    }

    @Test
    void stepsThatLookAtValuesAreRefused() {
        HiddenCell looking =
                cell((input, hidden) -> hidden.sum().item() > 0 ? input : hidden.plus(input));
        assertThatThrownBy(() -> run(looking))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("must not branch on values")
                .hasMessageContaining("Tensor.where");
    }

    @Test
    void aStateThatDoesNotFitIsRefused() {
        Recurrent<HiddenState> layer =
                Recurrent.of(new ElmanCell(3, 5, Init.pytorch(Rng.seeded(1))));
        HiddenState wrong = new HiddenState(Tensor.zeros(DType.FLOAT32, 4, 5));
        Sequence input = Sequence.of(Tensor.zeros(DType.FLOAT32, 2, 6, 3));
        assertThatThrownBy(() -> layer.run(input, wrong, Mode.inference()))
                .hasMessageContaining("[2, 5]")
                .hasMessageContaining("[4, 5]");
    }

    private interface Next {
        Tensor next(Tensor input, Tensor hidden);
    }

    private static HiddenCell cell(Next next) {
        return new HiddenCell() {
            @Override
            public Tensor next(Tensor input, Tensor hidden) {
                return next.next(input, hidden);
            }

            @Override
            public int inputSize() {
                return 3;
            }

            @Override
            public int hiddenSize() {
                return 3;
            }

            @Override
            public HiddenState initialState(int rows) {
                return new HiddenState(Tensor.zeros(DType.FLOAT32, rows, 3));
            }

            @Override
            public Parameters parameters() {
                return Parameters.none();
            }
        };
    }

    private static Tensor run(HiddenCell cell) {
        return Recurrent.of(cell).forward(Tensor.zeros(DType.FLOAT32, 2, 4, 3));
    }
}
