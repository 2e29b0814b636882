package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.recurrent.RunResults.randomState;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.DeferredRows;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A stack without gradients runs its layers together, block by block. What it gives has to be, bit
/// for bit, what its layers give one by one.
class StackTest {
    private static final int[] SIZES = {5, 7, 3, 33};
    private static final int STEPS = 71; // more than a block of 16 rows
    private static final int TABLE = 11;

    /// Hands on what it has kept, so its output is no value of its own; and is told something of
    /// its row.
    private record Delay(int inputSize, DType type) implements RecurrentCell<HiddenState> {
        @Override
        public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
            Tensor old = state.hidden();
            Tensor kept = old.times(context.perRow("kept"));
            return new Step<>(old, new HiddenState(input.plus(kept).tanh()));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(type, rows, inputSize));
        }

        @Override
        public int outputSize() {
            return inputSize;
        }

        @Override
        public Parameters parameters() {
            return Parameters.none();
        }
    }

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Init init = Init.pytorch(Rng.seeded(11)).withType(type);
            List<LstmCell> lstm = new ArrayList<>();
            List<RecurrentCell<HiddenState>> mixed = new ArrayList<>();
            for (int i = 0; i + 1 < SIZES.length; i++) {
                lstm.add(new LstmCell(SIZES[i], SIZES[i + 1], init));
                mixed.add(new Delay(SIZES[i], type));
                mixed.add(
                        i == 1
                                ? new ElmanCell(
                                        SIZES[i],
                                        SIZES[i + 1],
                                        ElmanOptions.standard().withActivation(Activation.RELU),
                                        init)
                                : new GruCell(SIZES[i], SIZES[i + 1], GruOptions.standard(), init));
            }
            var residual = RecurrentOptions.of(SIZES[0], 7).withLayers(4).withResidual();
            RecurrentStack<HiddenState> added =
                    RecurrentStack.of(
                            residual.withSkippedSteps(SkippedSteps.LAST_OUTPUT),
                            new IntFunction<>() {
                                private int made;

                                @Override
                                public RecurrentCell<HiddenState> apply(int in) {
                                    return made++ == 1
                                            ? new Delay(in, type)
                                            : new GruCell(in, 7, init);
                                }
                            });
            RecurrentStack<LstmState> addedLast = RecurrentStack.lstm(residual, init);
            for (int rows : new int[] {1, 3, 37, 131}) {
                for (String form : List.of("full", "lengths", "holes", "lookup")) {
                    cases.add(Arguments.of(RecurrentStack.of(lstm, 0.3), type, rows, form));
                    cases.add(Arguments.of(RecurrentStack.of(mixed, 0), type, rows, form));
                    cases.add(Arguments.of(added, type, rows, form));
                    cases.add(Arguments.of(addedLast, type, rows, form));
                }
            }
        }
        return cases.stream();
    }

    private static Sequence input(DType type, int rows, String form) {
        Rng rng = Rng.seeded(3);
        Tensor values = rng.normal(type, 0, 1, STEPS, rows, SIZES[0]);
        return switch (form) {
            case "full" -> Sequence.of(values.permuted(1, 0, 2));
            case "lengths" -> {
                int[] lengths = IntStream.range(0, rows).map(i -> i * 29 % (STEPS + 1)).toArray();
                yield Sequence.timeFirst(values, lengths);
            }
            case "holes" -> {
                Tensor mask = rng.normal(type, 0, 1, STEPS, rows).greaterThan(0);
                yield Sequence.masked(values, Layout.TIME_FIRST, mask);
            }
            default -> {
                int[] at = new int[rows * STEPS];
                Arrays.setAll(at, _ -> rng.nextInt(TABLE));
                Tensor table = rng.normal(type, 0, 1, TABLE, SIZES[0]);
                yield Sequence.of(table.rows(Tensor.of(at, rows, STEPS)));
            }
        };
    }

    private static RowTensors rowTensors(DType type, int rows) {
        Rng rng = Rng.seeded(5);
        return RowTensors.of("of nobody", rng.normal(type, 0, 1, rows, 2))
                .with("kept", rng.uniform(type, 0, 1, rows, 1));
    }

    private static <S extends State<S>> List<Tensor> oneByOne(
            RecurrentStack<S> stack, Sequence input, StackState<S> initial) {
        Sequence values = input;
        RowTensors told = rowTensors(input.values().type(), input.rows());
        List<Tensor> results = new ArrayList<>();
        for (int i = 0; i < stack.layers().size(); i++) {
            var output =
                    stack.layers().get(i).run(values, initial.layer(i), Mode.inference(), told);
            values = output.outputs();
            results.addAll(output.finalState().tensors());
        }
        results.addFirst(values.values());
        return results;
    }

    private static <S extends State<S>> List<Tensor> together(
            RecurrentStack<S> stack, Sequence input, StackState<S> initial) {
        RowTensors told = rowTensors(input.values().type(), input.rows());
        var output = stack.run(input, initial, Mode.inference(), told);
        List<Tensor> results = new ArrayList<>(List.of(output.outputs().values()));
        results.addAll(output.finalState().tensors());
        return results;
    }

    private static void assertSame(List<Tensor> actual, List<Tensor> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
            assertThat(actual.get(i).toDoubles()).isEqualTo(expected.get(i).toDoubles());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void togetherAsOneByOne(
            RecurrentStack<S> stack, DType type, int rows, String form) throws Exception {
        Sequence input = input(type, rows, form);
        StackState<S> initial = randomState(stack, rows);
        List<Tensor> expected = Compute.withThreads(1, () -> oneByOne(stack, input, initial));
        for (int threads : new int[] {1, 2, 3, 8}) {
            assertSame(
                    Compute.withThreads(threads, () -> together(stack, input, initial)), expected);
        }
        List<Tensor> followed = new ArrayList<>();
        Autograd.differentiate(
                initial.tensors(),
                () -> {
                    followed.addAll(together(stack, input, initial));
                    return followed.getFirst().sum();
                });
        assertSame(followed, expected);
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void againAsOnlyOnce(
            RecurrentStack<S> stack, DType type, int rows, String form) {
        Sequence input = input(type, rows, form);
        StackState<S> initial = randomState(stack, rows);
        List<Tensor> first = together(stack, input, initial);
        together(stack, input(type, 2 * rows, "full"), randomState(stack, 2 * rows));
        assertSame(together(stack, input, initial), first);
    }

    /// Notes whether a tensor, a lookup, has been read when its own step is asked for.
    private record Upper(int inputSize, Tensor tensor, List<Boolean> wasRead)
            implements HiddenCell {
        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            wasRead.add(DeferredRows.of(tensor) == null);
            return input.plus(hidden).tanh();
        }

        @Override
        public int hiddenSize() {
            return inputSize;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("none", Tensor.zeros(tensor.type(), 1));
        }
    }

    /// The layers do run together, where every thread has rows of its own: before the lowest one
    /// reads its initial state, all have been planned. Elsewhere it has run when the next is asked.
    @ParameterizedTest
    @CsvSource({
        "16, 1, plain, true",
        "33, 2, plain, true",
        "129, 8, plain, true",
        "16, 2, plain, false",
        "33, 8, plain, false",
        "7, 2, plain, false",
        "33, 2, residual, true",
        "33, 2, filled, true",
        "33, 2, 'residual, filled', true",
        "33, 8, 'residual, filled', false"
    })
    void togetherWhereEveryThreadHasRows(int rows, int threads, String form, boolean together)
            throws Exception {
        Init init = Init.pytorch(Rng.seeded(1));
        Tensor table = Tensor.ones(DType.FLOAT32, 2, 4);
        Tensor lookup = table.rows(Tensor.zeros(DType.INT32, rows));
        assertThat(DeferredRows.of(lookup)).isNotNull();
        List<Boolean> wasRead = new ArrayList<>();
        Recurrent<HiddenState> upper = Recurrent.of(new Upper(4, lookup, wasRead));
        RecurrentStack<HiddenState> stack =
                RecurrentStack.ofLayers(
                        List.of(
                                Recurrent.of(new GruCell(3, 4, init)),
                                form.contains("residual") ? Residual.of(upper) : upper),
                        0);
        if (form.contains("filled")) {
            stack = stack.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        }
        RecurrentStack<HiddenState> ran = stack;
        var initial =
                new StackState<>(
                        List.of(
                                new HiddenState(lookup),
                                new HiddenState(Tensor.zeros(DType.FLOAT32, rows, 4))));
        Sequence input = Sequence.of(Tensor.ones(DType.FLOAT32, rows, 5, 3));
        Compute.withThreads(threads, () -> ran.run(input, initial, Mode.inference()));
        assertThat(wasRead).isNotEmpty().containsOnly(!together);
        assertThat(DeferredRows.of(lookup)).as("read by then").isNull();
    }
}
