package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.randomState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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

/// What a step asks of its context: masks and tensors per row, planned and eagerly.
class StepContextTest {
    private static final int ROWS = 37; // three groups, unequal
    private static final int STEPS = 6;
    private static final int SIZE = 5;

    /// A cell whose equation uses the context.
    private static final class Cell implements RecurrentCell<HiddenState> {
        interface Equation {
            Tensor next(Tensor x, Tensor h, StepContext context);
        }

        private final DType type;
        private final Equation equation;
        final Tensor wide;
        final Tensor other;
        int steps;

        Cell(DType type, Equation equation) {
            this.type = type;
            this.equation = equation;
            Init init = Init.pytorch(Rng.seeded(5)).withType(type);
            wide = init.linearWeight(SIZE, SIZE);
            other = init.linearWeight(SIZE, SIZE);
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            steps++;
            Tensor h = equation.next(x, state.hidden(), context);
            return new Step<>(h, new HiddenState(h));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(type, rows, SIZE));
        }

        @Override
        public int inputSize() {
            return SIZE;
        }

        @Override
        public int outputSize() {
            return SIZE;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("wide", wide, "other", other);
        }
    }

    /// Every kind of mask, of the input, of the state and of what is made of both.
    private static Cell dropping(DType type) {
        Cell[] self = new Cell[1];
        self[0] =
                new Cell(
                        type,
                        (x, h, context) -> {
                            Tensor in = context.dropoutPerSequence(x, 0.3);
                            Tensor to = context.dropoutPerSequence(h, 0.2);
                            Tensor next =
                                    in.matmul(self[0].wide)
                                            .plus(to.matmul(self[0].other))
                                            .plus(h.matmul(dropped(self[0].wide, context)))
                                            .plus(context.dropout(x, 0.4).matmul(self[0].wide))
                                            .tanh();
                            Tensor candidate = context.dropout(next, 0.25);
                            Tensor keep = context.mask(h, 0.15);
                            return keep.times(candidate).plus(keep.negated().plus(1).times(h));
                        });
        return self[0];
    }

    /// Two weights' dropouts have masks of their own.
    private static Tensor dropped(Tensor weight, StepContext context) {
        return context.weightDropout(weight, 0.3).minus(context.weightDropout(weight, 0.2));
    }

    /// A cell that gives its masks.
    private static Cell showing(DType type) {
        return new Cell(
                type,
                (x, h, context) ->
                        context.mask(x, 0.3)
                                .plus(context.dropout(x, 0.5).times(10))
                                .plus(context.dropoutPerSequence(x, 0.5).times(100)));
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(21));
    }

    private static int[] lengths() {
        return IntStream.range(0, ROWS).map(i -> i * 5 % (STEPS + 1)).toArray();
    }

    private static Sequence batch(DType type, Layout layout, int @Nullable [] lengths) {
        Tensor values = Rng.seeded(3).normal(type, 0, 1, ROWS, STEPS, SIZE);
        Tensor input = layout == Layout.BATCH_FIRST ? values : values.permuted(1, 0, 2);
        int[] full = new int[ROWS];
        Arrays.fill(full, STEPS);
        return Sequence.of(input, layout, lengths == null ? full : lengths);
    }

    private static List<Tensor> everything(Recurrent<HiddenState> layer, Sequence batch) {
        return everything(layer, batch, RowTensors.none());
    }

    private static List<Tensor> everything(
            Recurrent<HiddenState> layer, Sequence batch, RowTensors rows) {
        HiddenState start = randomState(layer, batch.rows());
        return RunResults.everything(layer, batch, start, training(), rows);
    }

    private static void assertClose(List<Tensor> actual, List<Tensor> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            Tensor difference = actual.get(i).minus(expected.get(i)).abs();
            double norm = expected.get(i).abs().sum().item();
            // The same operations but for the order of sums.
            double tolerance = actual.get(i).type() == DType.FLOAT64 ? 1e-12 : 1e-5;
            assertThat(difference.sum().item())
                    .as("tensor %d", i)
                    .isLessThanOrEqualTo(tolerance * norm);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void plannedDropsWhatEagerDrops(DType type) {
        for (Layout layout : Layout.values()) {
            for (int @Nullable [] lengths : new int[] @Nullable [] {null, lengths()}) {
                Sequence batch = batch(type, layout, lengths);
                Cell cell = dropping(type);
                Recurrent<HiddenState> layer = Recurrent.of(cell);
                List<Tensor> planned = everything(layer, batch);
                assertThat(cell.steps).as("recorded, not run").isLessThan(STEPS);
                assertClose(planned, everything(layer.eagerly(), batch));
                Recurrent<HiddenState> shown = Recurrent.of(showing(type));
                assertSameBits( // the masks themselves
                        everything(shown, batch).subList(0, 2),
                        everything(shown.eagerly(), batch).subList(0, 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void bitsDoNotDependOnThreads(DType type) throws Exception {
        Sequence batch = batch(type, Layout.BATCH_FIRST, lengths());
        Recurrent<HiddenState> layer = Recurrent.of(dropping(type));
        List<Tensor> one = Compute.withThreads(1, () -> everything(layer, batch));
        for (int threads : List.of(2, 3, 8)) {
            assertSameBits(Compute.withThreads(threads, () -> everything(layer, batch)), one);
        }
    }

    @Test
    void piecesAreTheWhole() {
        for (boolean eagerly : new boolean[] {false, true}) {
            Recurrent<HiddenState> planned = Recurrent.of(dropping(DType.FLOAT32));
            Recurrent<HiddenState> layer = eagerly ? planned.eagerly() : planned;
            Tensor values = batch(DType.FLOAT32, Layout.BATCH_FIRST, null).values();
            HiddenState state = layer.cell().initialState(ROWS);
            var whole = layer.run(Sequence.of(values), state, training());
            List<Tensor> parts = new ArrayList<>();
            for (int[] piece : new int[][] {{0, 1}, {1, 4}, {4, STEPS}}) {
                var part =
                        layer.run(
                                Sequence.of(values.slice(1, piece[0], piece[1])),
                                state,
                                training().startingAt(piece[0]));
                parts.add(part.outputs().values());
                state = part.finalState();
            }
            assertSameBits(List.of(Tensor.concat(1, parts)), List.of(whole.outputs().values()));
            assertSameBits(state.tensors(), whole.finalState().tensors());
        }
    }

    /// Masks belong to a row's place in the batch, its steps and units. So other lengths, which
    /// change the order in which rows are computed, more rows and more steps change nothing.
    @Test
    void aRowsMasksKnowNothingOfOtherRowsOrOfPadding() {
        Recurrent<HiddenState> layer = Recurrent.of(dropping(DType.FLOAT32));
        Tensor values = batch(DType.FLOAT32, Layout.BATCH_FIRST, null).values();
        Tensor together = layer.run(Sequence.of(values, lengths()), training()).outputs().values();
        int[] few = Arrays.copyOf(lengths(), 20);
        Tensor fewer =
                layer.run(Sequence.of(values.slice(0, 0, 20), few), training()).outputs().values();
        assertSameBits(List.of(fewer), List.of(together.slice(0, 0, 20)));
        Tensor full = layer.run(Sequence.of(values), training()).outputs().values();
        for (int row = 0; row < ROWS; row++) {
            int length = lengths()[row];
            assertSameBits(
                    List.of(together.slice(0, row, row + 1).slice(1, 0, length)),
                    List.of(full.slice(0, row, row + 1).slice(1, 0, length)));
        }
    }

    @Test
    void masksHaveTheirRateAndDifferWhereTheyShould() {
        Cell cell =
                new Cell(
                        DType.FLOAT64,
                        (x, h, context) ->
                                context.mask(x, 0.3)
                                        .plus(context.mask(x, 0.3).times(10))
                                        .plus(context.dropoutPerSequence(x, 0.5).times(100)));
        Tensor ones = Tensor.ones(DType.FLOAT64, 100, 40, SIZE);
        double[] values =
                Recurrent.of(cell)
                        .run(Sequence.of(ones), training())
                        .outputs()
                        .values()
                        .toDoubles();
        double[] first = Arrays.stream(values).map(v -> v % 10).toArray();
        double[] second = Arrays.stream(values).map(v -> Math.floor(v / 10) % 10).toArray();
        double[] third = Arrays.stream(values).map(v -> Math.floor(v / 100)).toArray();
        // 20,000 draws: the deviation of a share is 0.0032
        assertThat(Arrays.stream(first).average().orElseThrow()).isCloseTo(0.7, within(0.015));
        assertThat(Arrays.stream(second).average().orElseThrow()).isCloseTo(0.7, within(0.015));
        assertThat(share(first, second)).isCloseTo(0.49, within(0.015)); // independent
        int row = 40 * SIZE;
        for (int i = 0; i < third.length; i++) {
            assertThat(third[i]).isIn(0.0, 2.0).isEqualTo(third[i / row * row + i % SIZE]);
        }
        // 500 draws: the deviation of their mean is 0.045
        assertThat(Arrays.stream(third).average().orElseThrow()).isCloseTo(1, within(0.2));
        assertThat(Arrays.copyOf(first, SIZE * 8))
                .isNotEqualTo(Arrays.copyOfRange(first, SIZE * 8, SIZE * 16));
    }

    private static double share(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).average().orElseThrow();
    }

    /// One mask for the whole run: at every timestep, in every row, and for pieces and single rows.
    @Test
    void aWeightsMaskBelongsToTheRun() {
        Tensor weight = Tensor.ones(DType.FLOAT64, 40, SIZE);
        Cell cell =
                new Cell(
                        DType.FLOAT64,
                        (x, h, context) -> {
                            Tensor seen = context.weightDropout(weight, 0.25).sum(0);
                            return x.times(0).plus(seen);
                        });
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT64, 3, 4, SIZE));
        double[] values = Recurrent.of(cell).run(batch, training()).outputs().values().toDoubles();
        for (int i = SIZE; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(values[i % SIZE]);
        }
        // 200 draws: the deviation of their mean is 0.04
        assertThat(Arrays.stream(values).average().orElseThrow() / 40).isCloseTo(1, within(0.15));
        double[] later =
                Recurrent.of(cell)
                        .run(
                                Sequence.of(Tensor.ones(DType.FLOAT64, 1, 1, SIZE)),
                                training().startingAt(9))
                        .outputs()
                        .values()
                        .toDoubles();
        assertThat(later).isEqualTo(Arrays.copyOf(values, SIZE));
        double[] other =
                Recurrent.of(cell)
                        .run(batch, Mode.training(Rng.seeded(22)))
                        .outputs()
                        .values()
                        .toDoubles();
        assertThat(other).isNotEqualTo(values);
        assertThat(Recurrent.of(cell).run(batch, Mode.inference()).outputs().values().toDoubles())
                .containsOnly(40);
    }

    @Test
    void twoWeightsAreDroppedApart() {
        Tensor weight = Tensor.ones(DType.FLOAT64, 40, SIZE);
        Cell cell =
                new Cell(
                        DType.FLOAT64,
                        (x, h, context) -> {
                            Tensor one = context.weightDropout(weight, 0.5);
                            Tensor two = context.weightDropout(weight, 0.5);
                            return x.times(0).plus(one.minus(two).abs().sum(0));
                        });
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT64, 1, 1, SIZE));
        var output = Recurrent.of(cell).run(batch, training());
        assertThat(output.outputs().values().sum().item()).isPositive();
    }

    /// What was dropped gets no gradient, what was kept a larger one.
    @Test
    void aWeightsGradientIsDroppedLikeTheWeight() {
        Tensor weight = Tensor.ones(DType.FLOAT64, SIZE, SIZE);
        Cell cell =
                new Cell(
                        DType.FLOAT64,
                        (x, h, context) -> x.matmul(context.weightDropout(weight, 0.5)));
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT64, 2, 3, SIZE));
        for (boolean eagerly : new boolean[] {false, true}) {
            var layer = eagerly ? Recurrent.of(cell).eagerly() : Recurrent.of(cell);
            Tensor gradient =
                    Autograd.differentiate(
                                    List.of(weight),
                                    () -> layer.run(batch, training()).outputs().values().sum())
                            .gradients()
                            .of(weight);
            assertThat(gradient.toDoubles()).contains(0, 12).containsOnly(0, 12);
        }
    }

    @Test
    void onlyWeightsAreDroppedAsWeights() {
        Cell cell = new Cell(DType.FLOAT64, (x, h, context) -> context.weightDropout(h, 0.5));
        for (Mode mode : List.of(training(), Mode.inference())) {
            assertThatThrownBy(() ->
                            Recurrent.of(cell)
                                    .forward(
                                            Sequence.of(Tensor.ones(DType.FLOAT64, 2, 3, SIZE)),
                                            mode))
                    .hasMessageContaining("weightDropout(...) is for weights, but [")
                    .hasMessageContaining("dropoutPerSequence");
        }
    }

    @Test
    void inferenceDrawsNothing() {
        Cell cell = showing(DType.FLOAT64);
        Tensor ones = Tensor.ones(DType.FLOAT64, 2, 3, SIZE);
        for (Recurrent<HiddenState> layer :
                List.of(Recurrent.of(cell), Recurrent.of(cell).eagerly())) {
            double[] values = layer.forward(ones).toDoubles();
            assertThat(values).containsOnly(0.7 + 10 + 100);
        }
        assertThat(
                        cell.step(ones.select(1, 0), cell.initialState(2), StepContext.INFERENCE)
                                .output()
                                .toDoubles())
                .containsOnly(0.7 + 10 + 100);
    }

    /// A layer whose cell draws nothing leaves the streams of the pass to the others.
    @Test
    void onlyALayerThatDrawsTakesAStream() {
        Tensor ones = Tensor.ones(DType.FLOAT64, 2, 3, SIZE);
        Mode first = training();
        Mode second = training();
        Recurrent.of(new Cell(DType.FLOAT64, (x, h, c) -> x.plus(h)))
                .forward(Sequence.of(ones), first);
        assertThat(first.nextSite().state()).isEqualTo(second.nextSite().state());
        Recurrent.of(showing(DType.FLOAT64)).forward(Sequence.of(ones), first);
        assertThat(first.nextSite().state()).isNotEqualTo(second.nextSite().state());
        second.nextSite();
        assertThat(first.nextSite().state()).isEqualTo(second.nextSite().state());
    }

    @Test
    void ratesAreChecked() {
        Cell cell = new Cell(DType.FLOAT64, (x, h, context) -> context.dropout(x, 1.5));
        assertThatThrownBy(() -> Recurrent.of(cell).forward(Tensor.ones(DType.FLOAT64, 2, 3, SIZE)))
                .hasMessageContaining("rate from 0 to 1 but got 1.5");
    }

    /// An output, and a state, that do not depend on anything.
    @Test
    void whatIsTheSameForAllRowsIsPlannedToo() {
        Sequence batch = batch(DType.FLOAT64, Layout.BATCH_FIRST, lengths());
        Cell cell =
                new Cell(DType.FLOAT64, (x, h, c) -> Tensor.full(x.type(), 0.5, x.dim(0), SIZE));
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        List<Tensor> planned = everything(layer, batch);
        assertThat(cell.steps).as("recorded, not run").isLessThan(STEPS);
        assertSameBits(planned, everything(layer.eagerly(), batch));
    }

    // ---- tensors per row ----

    private static Cell conditioned(DType type) {
        Cell[] self = new Cell[1];
        self[0] =
                new Cell(
                        type,
                        (x, h, context) -> {
                            Tensor memory = context.perRow("memory");
                            Tensor gate = context.perRow("gate").sigmoid();
                            return x.plus(memory)
                                    .matmul(self[0].wide)
                                    .plus(memory.matmul(self[0].other))
                                    .tanh()
                                    .times(gate)
                                    .plus(h.times(memory.tanh()));
                        });
        return self[0];
    }

    private static RowTensors rowTensors(DType type) {
        Rng rng = Rng.seeded(31);
        return RowTensors.of("unused", rng.normal(type, 0, 1, ROWS, 2))
                .with("memory", rng.normal(type, 0, 1, ROWS, SIZE))
                .with("gate", rng.normal(type, 0, 1, ROWS, 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void tensorsPerRowArePlannedAsEager(DType type) throws Exception {
        for (int @Nullable [] lengths : new int[] @Nullable [] {null, lengths()}) {
            Sequence batch = batch(type, Layout.BATCH_FIRST, lengths);
            Cell cell = conditioned(type);
            Recurrent<HiddenState> layer = Recurrent.of(cell);
            List<Tensor> one =
                    Compute.withThreads(1, () -> everything(layer, batch, rowTensors(type)));
            assertThat(cell.steps).as("recorded, not run").isLessThan(STEPS);
            assertClose(one, everything(layer.eagerly(), batch, rowTensors(type)));
            assertSameBits(
                    Compute.withThreads(3, () -> everything(layer, batch, rowTensors(type))), one);
        }
    }

    @Test
    void aTensorPerRowMayBeAllThereIs() {
        Cell cell = new Cell(DType.FLOAT64, (x, h, context) -> context.perRow("memory"));
        Sequence batch = batch(DType.FLOAT64, Layout.BATCH_FIRST, lengths());
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        assertClose(
                everything(layer, batch, rowTensors(DType.FLOAT64)),
                everything(layer.eagerly(), batch, rowTensors(DType.FLOAT64)));
    }

    @Test
    void tensorsPerRowAreChecked() {
        Cell cell = new Cell(DType.FLOAT64, (x, h, context) -> x.plus(context.perRow("memory")));
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT64, 2, 3, SIZE));
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        assertThatThrownBy(() -> layer.run(batch, training()))
                .hasMessageContaining("\"memory\" but was given none");
        for (RowTensors wrong :
                List.of(
                        RowTensors.of("memory", Tensor.ones(DType.FLOAT64, 3, SIZE)),
                        RowTensors.of("memory", Tensor.ones(DType.FLOAT32, 2, SIZE)))) {
            assertThatThrownBy(() -> layer.run(batch, cell.initialState(2), training(), wrong))
                    .hasMessageContaining("\"memory\" of float64 with 2 rows");
        }
        assertThatThrownBy(() ->
                        RowTensors.of("memory", Tensor.ones(DType.FLOAT64, 2))
                                .with("memory", Tensor.ones(DType.FLOAT64, 2)))
                .hasMessageContaining("two tensors per row are named");
    }

    @Test
    void inferenceChecksRatesToo() {
        StepContext context = StepContext.INFERENCE;
        Tensor ones = Tensor.ones(DType.FLOAT32, 2, 3);
        assertThat(context.mask(ones, 0.25).toDoubles()).containsOnly(0.75);
        for (double rate : new double[] {-0.1, 7, Double.NaN}) {
            assertThatThrownBy(() -> context.mask(ones, rate)).hasMessageContaining("" + rate);
            assertThatThrownBy(() -> context.dropout(ones, rate)).hasMessageContaining("" + rate);
            assertThatThrownBy(() -> context.dropoutPerSequence(ones, rate))
                    .hasMessageContaining("" + rate);
            assertThatThrownBy(() -> context.weightDropout(ones, rate))
                    .hasMessageContaining("" + rate);
        }
    }
}
