package org.unroll.testkit.steps;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.HiddenCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What a step may not do is refused in training and in inference alike, by the operation's name
/// and with what to do instead.
class RefusedStepsTest {
    private static final DType TYPE = DType.FLOAT64;

    interface Equation {
        Tensor next(Tensor x, Tensor h);
    }

    /// A cell of the size of its matrix.
    private record Cell(Equation equation, Tensor w) implements HiddenCell {
        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return equation.next(input, hidden).plus(hidden.matmul(w));
        }

        @Override
        public int inputSize() {
            return w.dim(0);
        }

        @Override
        public int hiddenSize() {
            return w.dim(0);
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("w", w);
        }
    }

    private static Arguments refused(String what, Equation equation, String... words) {
        return Arguments.of(what, equation, List.of(words));
    }

    static Stream<Arguments> mixing() {
        String mixes = "mixes the rows of the batch";
        String moves = "moves the batch away from axis 0";
        return Stream.of(
                refused("sum()", (x, h) -> x.times(h.sum()), mixes, "SumTo of [rows, 4]", "sum(1)"),
                refused("mean()", (x, h) -> x.times(h.mean()), mixes, "SumTo", "mean(1)"),
                refused(
                        "sum(0)",
                        (x, h) -> x.plus(h.sum(0)),
                        mixes,
                        "SumTo",
                        "outside of the cell"),
                refused("transposed and added", (x, h) -> x.transposed(), moves, "Permute"),
                refused("joined and added", (x, h) -> Tensor.concat(0, x, h), moves, "Concatenate"),
                refused(
                        "multiplied",
                        (x, h) -> x.matmulTransposed(h),
                        moves,
                        "Product of [rows, 4]"),
                refused("mean(0)", (x, h) -> x.minus(x.mean(0)), mixes, "SumTo"),
                refused("max(0)", (x, h) -> x.minus(h.max(0)), moves, "Permute"),
                refused("min(0)", (x, h) -> x.minus(h.min(0)), moves, "Permute"),
                refused(
                        "argmax(0)",
                        (x, h) -> x.times(x.argmax(0).oneHot(x.dim(1), TYPE).sum()),
                        moves,
                        "Permute"),
                refused("softmax(0)", (x, h) -> h.softmax(0), moves, "Permute"),
                refused("logSoftmax(0)", (x, h) -> h.logSoftmax(0), moves, "Permute"),
                refused(
                        "softmax of one number per row",
                        (x, h) -> x.times(h.sum(1).softmax(0).unsqueezed(1)),
                        mixes,
                        "Softmax of [rows]",
                        "axis of features"),
                refused("normalized(0)", (x, h) -> h.normalized(0, 1), moves, "Permute"),
                refused(
                        "one number per row, normalised",
                        (x, h) -> x.times(h.sum(1).normalized(0, 1).unsqueezed(1)),
                        mixes,
                        "InverseDeviation of [rows]",
                        "axis of features"),
                refused(
                        "maximum of one number per row",
                        (x, h) -> x.times(h.sum(1).max(0)),
                        mixes,
                        "Maximum of [rows]"),
                refused(
                        "argmax of one number per row",
                        (x, h) -> x.times(h.sum(1).argmax(0).to(TYPE)),
                        mixes,
                        "ArgMax of [rows]"),
                refused(
                        "transposed()",
                        (x, h) -> x.transposed().tanh().transposed(),
                        moves,
                        "permuted(0, ...)"),
                refused(
                        "permuted(1, 0)",
                        (x, h) -> x.permuted(1, 0).tanh().permuted(1, 0),
                        moves,
                        "Permute"),
                refused(
                        "reshaped(-1)",
                        (x, h) -> h.reshaped(-1).tanh().reshaped(x.dim(0), x.dim(1)),
                        moves,
                        "Reshape of [rows, 4]",
                        "keep axis 0"),
                refused("unsqueezed(0)", (x, h) -> h.unsqueezed(0).squeezed(0), moves, "Reshape"),
                refused("select(0)", (x, h) -> x.plus(h.select(0, 0)), mixes, "Slice", "axis 1"),
                refused("slice(0)", (x, h) -> x.plus(h.slice(0, 0, 1)), mixes, "Slice"),
                refused(
                        "split(0)",
                        (x, h) -> x.plus(h.split(0, x.dim(0)).getFirst()),
                        mixes,
                        "Slice of [rows, 4]"),
                refused("padded(0)", (x, h) -> x.times(h.padded(0, 1, 0).sum()), moves, "Pad"),
                refused(
                        "concat(0)",
                        (x, h) -> x.times(Tensor.concat(0, x, h).sum()),
                        moves,
                        "Concatenate"),
                refused(
                        "stack(0)",
                        (x, h) -> x.times(Tensor.stack(0, x, h).sum()),
                        moves,
                        "Reshape"),
                refused(
                        "matmul",
                        (x, h) -> x.times(x.matmul(h.permuted(1, 0)).sum()),
                        moves,
                        "Permute"),
                refused(
                        "matmulTransposed",
                        (x, h) -> x.times(x.matmulTransposed(h).sum()),
                        moves,
                        "Product of [rows, 4] and [rows, 4]",
                        "unsqueezed(1)"),
                refused(
                        "rows(...) of rows",
                        (x, h) -> h.rows(x.argmax(1)),
                        mixes,
                        "TakeRows",
                        "gather(1, numbers)"),
                refused("gather(0)", (x, h) -> h.gather(0, x.to(DType.INT32)), moves, "Permute"),
                refused(
                        "gather of one number per row",
                        (x, h) -> x.times(h.sum(1).gather(0, x.argmax(1)).unsqueezed(1)),
                        mixes,
                        "Pick of [rows]"),
                refused(
                        "broadcastTo more rows",
                        (x, h) -> h.unsqueezed(1).broadcastTo(x.dim(0), x.dim(0), x.dim(1)).sum(1),
                        moves,
                        "Broadcast"));
    }

    static Stream<Arguments> making() {
        Rng rng = Rng.seeded(1);
        return Stream.of(
                refused(
                        "draws with the batch's rows",
                        (x, h) -> x.plus(rng.uniform(TYPE, 0, 1, x.dim(0), x.dim(1))),
                        "must not draw",
                        "dropout",
                        "context"),
                refused(
                        "draws one row",
                        (x, h) -> x.plus(rng.normal(TYPE, 0, 1, x.dim(1))),
                        "must not draw"),
                refused("draws a number", (x, h) -> x.times(rng.nextDouble()), "must not draw"),
                refused(
                        "divides by the number of rows",
                        (x, h) -> x.dividedBy(x.dim(0)),
                        "out of the number of rows",
                        "how many others"),
                refused(
                        "rows that differ",
                        (x, h) -> x.plus(counting(x.dim(0))),
                        "[rows, 1] whose rows differ"),
                refused(
                        "features repeated by the number of rows",
                        (x, h) ->
                                x.plus(
                                        h.unsqueezed(2)
                                                .broadcastTo(x.dim(0), x.dim(1), x.dim(0))
                                                .sum(2)),
                        "moves the batch away from axis 0",
                        "Broadcast of"),
                refused(
                        "rows times rows",
                        (x, h) -> x.matmul(h),
                        "rows in place",
                        "matrix product"),
                refused(
                        "a number per row, beside the features",
                        (x, h) -> x.plus(h.sum(1)),
                        "rows in place",
                        "broadcast"),
                refused(
                        "a constant of the batch's size",
                        (x, h) -> x.plus(Tensor.ones(TYPE, 5, x.dim(1))),
                        "can only come in through the input"));
    }

    private static Tensor counting(int rows) {
        Tensor numbers = Tensor.zeros(TYPE, rows, 1);
        numbers.updateInPlace(array -> {
            for (int i = 0; i < rows; i++) {
                ((double[]) array)[i] = i;
            }
        });
        return numbers;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"mixing", "making"})
    void isRefused(String what, Equation equation, List<String> words) {
        for (int size : new int[] {4, 2, 3}) { // also what a step may be recorded with
            checkRefused(equation, size, IllegalArgumentException.class, words);
        }
    }

    /// As many features as rows are taken. What is told is what differed, or what failed for some
    /// number of rows.
    @Test
    void featuresByTheNumberOfRowsAreRefused() {
        Equation equation = (x, h) -> x.plus(h.slice(1, 0, x.dim(0)).sum(1).unsqueezed(1));
        List<String> differed =
                List.of(
                        "did different things for 2 and for 3 rows",
                        "first Slice of [rows, 4] gives [2, 2], then Slice of [rows, 4] gives [3,"
                                + " 3]");
        checkRefused(equation, 4, IllegalArgumentException.class, differed);
        List<String> failed =
                List.of(
                        "recorded with 3 rows",
                        "slice [0, 3) is not within axis 1 of shape [3, 2]");
        checkRefused(equation, 2, IllegalArgumentException.class, failed);
    }

    /// Told by the operation at which the recordings part.
    @Test
    void anotherNumberOfOperationsIsRefused() {
        Equation more = (x, h) -> x.dim(0) > 2 ? x.plus(h).tanh() : x.plus(h);
        List<String> words =
                List.of(
                        "did different things for 2 and for 3 rows",
                        "first Product of [rows, 4] and [4, 4]",
                        "then Map of [rows, 4] gives [3, 4]");
        checkRefused(more, 4, IllegalArgumentException.class, words);
    }

    static Stream<Arguments> reading() {
        return Stream.of(
                refused("item()", (x, h) -> x.times(h.slice(0, 0, 1).sum().item()), "item()"),
                refused("get(...)", (x, h) -> x.times(h.get(0, 0)), "get(...)"),
                refused("toFloats()", (x, h) -> x.times(h.toFloats()[0]), "toFloats()"),
                refused("toDoubles()", (x, h) -> x.times(h.toDoubles()[0]), "toDoubles()"),
                refused("toInts()", (x, h) -> x.times(h.argmax(1).toInts()[0]), "toInts()"),
                refused("array()", (x, h) -> x.times(((double[]) h.array())[0]), "array()"),
                refused("isFinite()", (x, h) -> h.isFinite() ? x : h, "isFinite()"),
                refused(
                        "updateInPlace(...)",
                        (x, h) -> {
                            h.updateInPlace(_ -> {});
                            return x;
                        },
                        "updateInPlace(...)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("reading")
    void readingValuesIsRefused(String what, Equation equation, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.add("must not branch on values");
        all.add("Tensor.where(mask, a, b)");
        all.add("eagerly()");
        checkRefused(equation, 4, IllegalStateException.class, all);
    }

    private static void checkRefused(
            Equation equation, int size, Class<? extends Exception> type, List<String> wanted) {
        Cell cell = new Cell(equation, Rng.seeded(2).uniform(TYPE, -1, 1, size, size));
        Recurrent<?> layer = Recurrent.of(cell);
        Sequence input = Sequence.of(Rng.seeded(3).uniform(TYPE, -1, 1, 5, 3, size));
        List<String> words =
                wanted.stream()
                        .map(word -> word.replace("[rows, 4]", "[rows, " + size + "]"))
                        .toList();
        assertThatThrownBy(() -> layer.forward(input, Mode.inference()))
                .isInstanceOf(type)
                .hasMessageContainingAll(words.toArray(String[]::new));
        assertThatThrownBy(() ->
                        Autograd.differentiate(
                                layer.parameters(),
                                () -> layer.forward(input, Mode.inference()).values().sum()))
                .isInstanceOf(type)
                .hasMessageContainingAll(words.toArray(String[]::new));
    }

    @Test
    void anotherTypeThanTheInputsIsRefused() {
        Tensor w = Tensor.zeros(TYPE, 4, 4);
        HiddenCell cell =
                new HiddenCell() {
                    @Override
                    public Tensor next(Tensor input, Tensor hidden) {
                        return hidden.plus(input).to(DType.FLOAT32);
                    }

                    @Override
                    public int inputSize() {
                        return 4;
                    }

                    @Override
                    public int hiddenSize() {
                        return 4;
                    }

                    @Override
                    public Parameters parameters() {
                        return Parameters.of("w", w);
                    }
                };
        for (Recurrent<?> layer : List.of(Recurrent.of(cell), Recurrent.of(cell).eagerly())) {
            assertThatThrownBy(() -> layer.forward(Tensor.ones(TYPE, 2, 3, 4)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "expected a step's output of float64 [2, 4] but got float32 [2, 4]");
        }
    }

    /// A number that a row looks up by is checked as by the operation itself.
    @Test
    void numbersBeyondTheTableAreRefused() {
        Tensor table = Tensor.zeros(TYPE, 2, 4);
        Cell cell =
                new Cell(
                        (x, h) -> table.rows(x.argmax(1)),
                        Rng.seeded(2).uniform(TYPE, -1, 1, 4, 4));
        Tensor input = Tensor.zeros(TYPE, 2, 3, 4);
        ((double[]) input.array())[3] = 1;
        assertThatThrownBy(() -> Recurrent.of(cell).forward(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rows in a cell's step: index 3 is not in [0, 2)");
    }

    @Test
    void tensorsThatEscapeAreRefused() {
        List<Tensor> kept = new ArrayList<>();
        Tensor w = Rng.seeded(2).uniform(TYPE, -1, 1, 4, 4);
        Cell keeping =
                new Cell(
                        (x, h) -> {
                            kept.add(h);
                            return x;
                        },
                        w);
        Tensor input = Tensor.ones(TYPE, 2, 3, 4);
        Recurrent.of(keeping).forward(input);
        assertThatThrownBy(() -> kept.getFirst().tanh())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kept and used outside of it")
                .hasMessageContaining("through its output and its state");
        Cell reusing = new Cell((x, h) -> x.plus(kept.getFirst()), w);
        assertThatThrownBy(() -> Recurrent.of(reusing).forward(input))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("through its output and its state");
    }
}
