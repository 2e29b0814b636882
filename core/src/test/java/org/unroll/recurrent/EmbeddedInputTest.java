package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.recurrent.RunResults.assertClose;
import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.randomState;
import static org.unroll.recurrent.RunResults.weighted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
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
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A layer over an embedding: what is computed once for the table's rows is what would have been
/// computed for each timestep.
class EmbeddedInputTest {
    private static final int ROWS = 37;
    private static final int STEPS = 6;
    private static final int TABLE = 11;
    private static final int PADDING = 4;

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Init init = Init.pytorch(Rng.seeded(11)).withType(type);
            List<RecurrentCell<?>> cells = new ArrayList<>(UserCells.all(init));
            cells.add(new InputsOwn(init));
            for (RecurrentCell<?> cell : cells) {
                cases.add(Arguments.of(cell, type, Layout.BATCH_FIRST, null));
                cases.add(Arguments.of(cell, type, Layout.TIME_FIRST, lengths()));
            }
        }
        return cases.stream();
    }

    /// From 0 to all steps; 109 in all.
    private static int[] lengths() {
        return IntStream.range(0, ROWS).map(i -> i * 5 % (STEPS + 1)).toArray();
    }

    private static Tensor numbers(Layout layout) {
        Rng rng = Rng.seeded(3);
        int[] at = new int[ROWS * STEPS];
        Arrays.setAll(at, _ -> rng.nextInt(TABLE - 1)); // the last one is never used
        return layout == Layout.BATCH_FIRST
                ? Tensor.of(at, ROWS, STEPS)
                : Tensor.of(at, STEPS, ROWS);
    }

    private static Tensor table(DType type) {
        return Rng.seeded(6).normal(type, 0, 1, TABLE, UserCells.INPUT);
    }

    private static Sequence sequence(Tensor values, Layout layout, int @Nullable [] lengths) {
        if (lengths != null) {
            return Sequence.of(values, layout, lengths);
        }
        return layout == Layout.BATCH_FIRST ? Sequence.of(values) : Sequence.timeFirst(values);
    }

    private static Tensor putOff(Tensor found) {
        return found;
    }

    private static Tensor atOnce(Tensor found) {
        assertThat(found.array()).isNotNull();
        return found;
    }

    /// Outputs, final states and the gradients of the table, of parameters and of the initial
    /// state.
    private static <S extends State<S>> List<Tensor> everything(
            Recurrent<S> layer,
            DType type,
            Layout layout,
            int @Nullable [] lengths,
            UnaryOperator<Tensor> lookup) {
        Tensor table = table(type);
        Tensor numbers = numbers(layout);
        S initial = randomState(layer, ROWS);
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(table);
        by.addAll(initial.tensors());
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            Tensor found = lookup.apply(table.rows(numbers, PADDING));
                            var output =
                                    layer.run(
                                            sequence(found, layout, lengths),
                                            initial,
                                            Mode.inference());
                            results.add(output.outputs().values());
                            results.addAll(output.finalState().tensors());
                            return weighted(results);
                        });
        by.forEach(tensor -> results.add(done.gradients().of(tensor)));
        return results;
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void projectedIsGatheredIsEager(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths) {
        // the same operations but for the order of sums over timesteps
        double tolerance = type == DType.FLOAT64 ? 1e-12 : 1e-5;
        Recurrent<S> layer = Recurrent.of(cell);
        List<Tensor> projected =
                everything(layer, type, layout, lengths, EmbeddedInputTest::putOff);
        List<Tensor> gathered = everything(layer, type, layout, lengths, EmbeddedInputTest::atOnce);
        int tensors = cell.initialState(1).tensors().size();
        assertSameBits(projected.subList(0, 1 + tensors), gathered.subList(0, 1 + tensors));
        assertClose(projected, gathered, tolerance);
        assertClose(
                projected,
                everything(layer.eagerly(), type, layout, lengths, EmbeddedInputTest::atOnce),
                tolerance);
        Tensor table = table(type);
        S initial = randomState(layer, ROWS);
        Tensor found = table.rows(numbers(layout));
        Sequence input = sequence(found, layout, lengths);
        assertSameBits( // without gradients the same numbers
                List.of(layer.run(input, initial, Mode.inference()).outputs().values()),
                projected.subList(0, 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void theLookupIsNeverWrittenOut(
            RecurrentCell<S> cell, DType type, Layout layout, int @Nullable [] lengths) {
        List<Tensor> found = new ArrayList<>();
        everything(
                Recurrent.of(cell),
                type,
                layout,
                lengths,
                rows -> {
                    found.add(rows);
                    return rows;
                });
        assertThat(org.unroll.tensor.DeferredRows.of(found.getFirst())).isNotNull();
    }

    @Test
    void sameBitsForAnyNumberOfThreads() throws Exception {
        Init init = Init.pytorch(Rng.seeded(11));
        for (RecurrentCell<?> cell : UserCells.all(init)) {
            List<Tensor> one = withThreads(cell, 1);
            for (int threads : new int[] {2, 3, 8}) {
                assertSameBits(withThreads(cell, threads), one);
            }
        }
    }

    private static <S extends State<S>> List<Tensor> withThreads(RecurrentCell<S> cell, int threads)
            throws Exception {
        return Compute.withThreads(
                threads,
                () ->
                        everything(
                                Recurrent.of(cell),
                                DType.FLOAT32,
                                Layout.BATCH_FIRST,
                                lengths(),
                                EmbeddedInputTest::putOff));
    }

    /// What nobody looks up may hold anything: zero times infinity is no number.
    @Test
    void rowsThatNobodyLooksUpDoNotMatter() {
        Recurrent<LstmState> layer = Recurrent.of(new LstmCell(2, 3, Init.pytorch(Rng.seeded(1))));
        Tensor table =
                Tensor.of(new float[] {1, 2, -1, 0.5f, Float.POSITIVE_INFINITY, Float.NaN}, 3, 2);
        Tensor numbers = Tensor.of(new int[] {0, 1, 1, 0, 0, 1, 2, 2}, 2, 4); // 2: padding
        var done =
                Autograd.differentiate(
                        layer.parameters(),
                        () ->
                                layer.run(Sequence.of(table.rows(numbers), 4, 2), Mode.inference())
                                        .outputs()
                                        .values()
                                        .sum());
        layer.parameters()
                .tensors()
                .forEach(weight -> assertThat(done.gradients().of(weight).isFinite()).isTrue());
    }

    @Test
    void thePaddingLearnsNothing() {
        LstmCell cell = new LstmCell(UserCells.INPUT, 5, Init.pytorch(Rng.seeded(1)));
        List<Tensor> all =
                everything(
                        Recurrent.of(cell),
                        DType.FLOAT32,
                        Layout.BATCH_FIRST,
                        null,
                        EmbeddedInputTest::putOff);
        Tensor gradient = all.get(3 + cell.parameters().tensors().size());
        assertThat(gradient.shape().dims()).containsExactly(TABLE, UserCells.INPUT);
        float[] perRow = gradient.abs().sum(1).toFloats();
        for (int row = 0; row < TABLE; row++) {
            boolean learns = row != PADDING && row != TABLE - 1;
            assertThat(perRow[row] > 0).as("row %d", row).isEqualTo(learns);
        }
    }

    @Test
    void anUpdateAfterTheLookupDoesNotCount() {
        Recurrent<LstmState> layer =
                Recurrent.of(new LstmCell(UserCells.INPUT, 5, Init.pytorch(Rng.seeded(1))));
        Tensor table = table(DType.FLOAT32);
        Sequence input = Sequence.of(table.rows(numbers(Layout.BATCH_FIRST)));
        float[] before = layer.forward(input, Mode.inference()).values().toFloats();
        Sequence again = Sequence.of(table.rows(numbers(Layout.BATCH_FIRST)));
        table.updateInPlace(values -> Arrays.fill((float[]) values, 2));
        assertThat(layer.forward(input, Mode.inference()).values().toFloats()).isEqualTo(before);
        assertThat(layer.forward(again, Mode.inference()).values().toFloats()).isEqualTo(before);
        Sequence after = Sequence.of(table.rows(numbers(Layout.BATCH_FIRST)));
        assertThat(layer.forward(after, Mode.inference()).values().toFloats()).isNotEqualTo(before);
    }

    /// Two layers over one lookup, which is also used by itself: every use adds to the gradient.
    @Test
    void severalUsesOfOneLookup() {
        Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
        Recurrent<LstmState> one = Recurrent.of(new LstmCell(UserCells.INPUT, 5, init));
        Recurrent<HiddenState> other = Recurrent.of(new GruCell(UserCells.INPUT, 4, init));
        Tensor table = table(DType.FLOAT64);
        Tensor numbers = numbers(Layout.BATCH_FIRST);
        List<Tensor> sums = new ArrayList<>();
        for (UnaryOperator<Tensor> lookup :
                List.<UnaryOperator<Tensor>>of(
                        EmbeddedInputTest::putOff, EmbeddedInputTest::atOnce)) {
            sums.add(
                    Autograd.differentiate(
                                    List.of(table),
                                    () -> {
                                        Tensor found = lookup.apply(table.rows(numbers));
                                        Sequence input = Sequence.of(found);
                                        return weighted(
                                                List.of(
                                                        one.forward(input, Mode.inference())
                                                                .values(),
                                                        other.forward(input, Mode.inference())
                                                                .values(),
                                                        found,
                                                        table));
                                    })
                            .gradients()
                            .of(table));
        }
        assertClose(sums.subList(0, 1), sums.subList(1, 2), 1e-12);
    }

    /// What is read backwards, and with steps left out, is looked up where it stands.
    @Test
    void anyOrderOfSteps() {
        Init init = Init.pytorch(Rng.seeded(1));
        Recurrent<HiddenState> layer =
                Recurrent.of(new GruCell(UserCells.INPUT, 4, init)).reversed();
        Tensor mask = Rng.seeded(8).uniform(DType.FLOAT32, 0, 1, ROWS, STEPS).lessThan(0.8);
        Tensor table = table(DType.FLOAT32);
        List<List<Tensor>> results = new ArrayList<>();
        List<UnaryOperator<Tensor>> ways =
                List.of(EmbeddedInputTest::putOff, EmbeddedInputTest::atOnce);
        for (UnaryOperator<Tensor> lookup : ways) {
            List<Tensor> outputs = new ArrayList<>();
            var done =
                    Autograd.differentiate(
                            List.of(table),
                            () -> {
                                Tensor found =
                                        lookup.apply(table.rows(numbers(Layout.BATCH_FIRST)));
                                Sequence input = Sequence.masked(found, Layout.BATCH_FIRST, mask);
                                outputs.add(layer.forward(input, Mode.inference()).values());
                                return weighted(outputs);
                            });
            outputs.add(done.gradients().of(table));
            results.add(outputs);
        }
        assertSameBits(results.get(0).subList(0, 1), results.get(1).subList(0, 1));
        assertClose(results.get(0), results.get(1), 1e-5);
    }

    @Test
    void aWatchedLookupHasAGradientOfItsOwn() {
        Recurrent<LstmState> layer =
                Recurrent.of(new LstmCell(UserCells.INPUT, 5, Init.pytorch(Rng.seeded(1))));
        Tensor table = table(DType.FLOAT32);
        List<Tensor> watched = new ArrayList<>();
        Tensor gradient =
                Autograd.differentiate(
                                List.of(table),
                                () -> {
                                    Tensor found = table.rows(numbers(Layout.BATCH_FIRST));
                                    Autograd.watch(found, watched::add);
                                    return layer.forward(Sequence.of(found), Mode.inference())
                                            .values()
                                            .sum();
                                })
                        .gradients()
                        .of(table);
        assertThat(watched).hasSize(1);
        double perToken = watched.getFirst().to(DType.FLOAT64).sum().item();
        double perRow = gradient.to(DType.FLOAT64).sum().item();
        // sums of float32, in another order
        assertThat(perToken).isCloseTo(perRow, org.assertj.core.api.Assertions.within(1e-4));
    }

    /// A step that uses its input in every way: in products, by itself in the loop, by itself after
    /// it, sliced, and in numbers of another type.
    record InputsOwn(Linears linears) implements HiddenCell {
        InputsOwn(Init init) {
            this(Linears.of(init));
        }

        record Linears(Tensor in, Tensor inner, Tensor own) {
            static Linears of(Init init) {
                return new Linears(
                        init.linearWeight(UserCells.INPUT, UserCells.INPUT),
                        init.linearWeight(UserCells.INPUT, UserCells.INPUT),
                        init.linearWeight(UserCells.INPUT, UserCells.INPUT));
            }
        }

        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            Tensor ahead = input.matmulTransposed(linears.in).sigmoid();
            Tensor deeper = ahead.times(input).matmulTransposed(linears.inner);
            Tensor first = input.slice(1, 0, 1).times(hidden.slice(1, 1, 2));
            Tensor loop = hidden.matmul(linears.own).times(input).plus(deeper).plus(first);
            Tensor largest = input.argmax(1).oneHot(UserCells.INPUT, input.type());
            return loop.tanh().plus(ahead).plus(largest.times(input.max(1).unsqueezed(1)));
        }

        @Override
        public int inputSize() {
            return UserCells.INPUT;
        }

        @Override
        public int hiddenSize() {
            return UserCells.INPUT;
        }

        @Override
        public org.unroll.tensor.Parameters parameters() {
            return org.unroll.tensor.Parameters.of(
                    "in", linears.in, "inner", linears.inner, "own", linears.own);
        }

        @Override
        public String toString() {
            return "InputsOwn";
        }
    }
}
