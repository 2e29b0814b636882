package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.GradientCheck;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.cells.CellZoo;

/// What must hold for every cell, however it is run.
///
/// Outputs and states of a row depend on that row alone, so they are compared to the last bit.
/// Gradients are sums; where the order of the summands may differ, they are compared up to
/// rounding.
class SequencePropertiesTest {
    static Stream<Arguments> cells() {
        return InBothTypes.of(CellZoo.inInference());
    }

    static List<CellZoo> doubles() {
        return CellZoo.inInference();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void plannedIsEager(CellZoo kind, DType type) {
        checkPlannedIsEager(kind.small(type));
    }

    private static <S extends State<S>> void checkPlannedIsEager(RecurrentCell<S> cell) {
        Recurrent<S> planned = Recurrent.of(cell);
        Recurrent<S> eager = planned.eagerly();
        for (Problem problem :
                List.of(
                        Problem.random(cell, 4, 6),
                        Problem.random(cell, 1, 1),
                        Problem.random(cell, 1, 9),
                        Problem.random(cell, 17, 3),
                        Problem.random(cell, 5, 4, 0, 4, 2, 1, 4))) {
            Outcome.of(planned, problem)
                    .assertClose(
                            "input " + problem.input().shape() + " lengths " + problem.lengths(),
                            Outcome.of(eager, problem));
        }
    }

    @ParameterizedTest
    @MethodSource("doubles")
    void gradientsAgreeWithDifferences(CellZoo kind) {
        checkGradients(Recurrent.of(kind.tiny(DType.FLOAT64)));
    }

    private static <S extends State<S>> void checkGradients(Recurrent<S> layer) {
        GradientCheck.check(
                layer.toString(),
                draw -> {
                    Problem problem =
                            Problem.random(layer.cell(), 3, 4, Rng.seeded(77).fork(draw), 4, 0, 2);
                    List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
                    by.add(problem.input());
                    by.addAll(problem.initial());
                    return new GradientCheck.Drawn(by, () -> everything(layer, problem));
                });
    }

    private static <S extends State<S>> Tensor everything(Recurrent<S> layer, Problem problem) {
        return Tensor.concat(
                0,
                Outcome.run(layer).apply(problem.sequence(), problem.initial()).stream()
                        .map(tensor -> tensor.reshaped(-1))
                        .toList());
    }

    /// Truncated backpropagation without the truncation: the state is handed from chunk to chunk.
    @ParameterizedTest
    @MethodSource("cells")
    void chunksAreTheWhole(CellZoo kind, DType type) {
        checkChunks(kind.small(type));
    }

    private static <S extends State<S>> void checkChunks(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 4, 7, 7, 3, 0, 5);
        Outcome whole = Outcome.of(layer, problem);
        for (int[] ends : new int[][] {{3, 7}, {1, 2, 3, 4, 5, 6, 7}, {4, 4, 7}}) {
            Outcome chunks =
                    Outcome.of(
                            (sequence, initial) -> inChunks(layer, sequence, initial, ends),
                            layer.parameters(),
                            problem);
            String what = "chunks that end at " + java.util.Arrays.toString(ends);
            Outcome values = onlyValues(whole);
            chunks.assertSameBits(what, values);
            chunks.assertClose(what, whole);
        }
    }

    private static <S extends State<S>> List<Tensor> inChunks(
            Recurrent<S> layer, Sequence sequence, List<Tensor> initial, int[] ends) {
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> state = initial;
        int from = 0;
        for (int to : ends) {
            int[] lengths = sequence.lengths();
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = Math.clamp(lengths[i] - from, 0, to - from);
            }
            Tensor values = sequence.values().slice(1, from, to);
            List<Tensor> all = Outcome.run(layer).apply(Sequence.of(values, lengths), state);
            outputs.add(all.getFirst());
            state = all.subList(1, all.size());
            from = to;
        }
        List<Tensor> all = new ArrayList<>();
        all.add(Tensor.concat(1, outputs));
        all.addAll(state);
        return all;
    }

    private static Outcome onlyValues(Outcome outcome) {
        Map<String, Tensor> values = new LinkedHashMap<>(outcome.results());
        values.keySet().removeIf(name -> name.startsWith("gradient"));
        return new Outcome(values);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aRowOfAPaddedBatchIsTheRowAlone(CellZoo kind, DType type) {
        checkRowsAlone(kind.small(type));
    }

    private static <S extends State<S>> void checkRowsAlone(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem batch = Problem.random(cell, 6, 5, 3, 5, 0, 1, 5, 2);
        Outcome together = Outcome.of(layer, batch);
        Map<String, Tensor> sums = new LinkedHashMap<>();
        for (int row = 0; row < 6; row++) {
            int length = batch.lengths().get(row);
            Outcome alone = Outcome.of(layer, batch.rows(row).firstSteps(length));
            Outcome expected = padded(alone, 5 - length).withoutParameters();
            together.rows(row).assertSameBits("row " + row, onlyValues(expected));
            together.rows(row).assertClose("row " + row, expected);
            alone.results()
                    .forEach((name, gradient) -> {
                        if (name.startsWith("gradient.parameter")) {
                            sums.merge(name, gradient, Tensor::plus);
                        }
                    });
        }
        together.assertClose("all rows' gradients added", new Outcome(sums));
    }

    /// As in a batch: zeros after the last step, in outputs and in the input's gradient.
    private static Outcome padded(Outcome alone, int steps) {
        Map<String, Tensor> padded = new LinkedHashMap<>(alone.results());
        padded.replace("output", alone.get("output").padded(1, 0, steps));
        padded.replace("gradient.input", alone.get("gradient.input").padded(1, 0, steps));
        return new Outcome(padded);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void theOrderOfRowsIsIrrelevant(CellZoo kind, DType type) {
        checkOrder(kind.small(type));
    }

    private static <S extends State<S>> void checkOrder(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        int[] order = {4, 2, 0, 5, 1, 3};
        for (Problem problem :
                List.of(Problem.random(cell, 6, 5), Problem.random(cell, 6, 5, 3, 5, 0, 1, 5, 2))) {
            Outcome straight = Outcome.of(layer, problem);
            Outcome shuffled = Outcome.of(layer, problem.rows(order));
            shuffled.assertSameBits("shuffled", straight.rows(order));
            shuffled.assertClose("shuffled", onlyParameters(straight));
        }
    }

    private static Outcome onlyParameters(Outcome outcome) {
        Map<String, Tensor> gradients = new LinkedHashMap<>(outcome.results());
        gradients.keySet().removeIf(name -> !name.startsWith("gradient.parameter"));
        return new Outcome(gradients);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void paddingsContentIsIrrelevant(CellZoo kind, DType type) {
        checkPadding(kind.small(type));
    }

    private static <S extends State<S>> void checkPadding(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 4, 5, 2, 5, 0, 3);
        Outcome expected = Outcome.of(layer, problem);
        for (double content : new double[] {0, 1e30, Double.NaN, Double.NEGATIVE_INFINITY}) {
            Tensor input = problem.input();
            Tensor valid = problem.sequence().mask(input.type()).unsqueezed(2);
            Tensor filling = Tensor.full(input.type(), content, input.shape().dims());
            Tensor filled = Tensor.where(valid.broadcastTo(input.shape().dims()), input, filling);
            Outcome.of(layer, problem.withInput(filled))
                    .assertSameBits("padding of " + content, expected);
        }
        Tensor outside = problem.sequence().mask(problem.input().type()).negated().plus(1);
        for (String name : List.of("output", "gradient.input")) {
            assertThat(expected.get(name).times(outside.unsqueezed(2)).toDoubles())
                    .as(name + " in the padding")
                    .doesNotContain(Double.NaN)
                    .satisfies(values -> {
                        for (double value : values) {
                            assertThat(Math.abs(value)).isZero();
                        }
                    });
        }
    }

    /// A live session: each timestep by itself, the state kept by the caller.
    @ParameterizedTest
    @MethodSource("cells")
    void steppingIsTheWhole(CellZoo kind, DType type) {
        checkStepping(kind.small(type));
    }

    private static <S extends State<S>> void checkStepping(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 2, 6);
        List<Tensor> whole = Outcome.run(layer).apply(problem.sequence(), problem.initial());
        S state = cell.initialState(2).with(problem.initial());
        for (int t = 0; t < 6; t++) {
            Step<S> step = layer.step(problem.input().select(1, t), state);
            Closeness.assertSameBits("step " + t, step.output(), whole.getFirst().select(1, t));
            state = step.state();
        }
        for (int i = 0; i < state.tensors().size(); i++) {
            Closeness.assertSameBits("state " + i, state.tensors().get(i), whole.get(1 + i));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aStackOfOneIsTheLayer(CellZoo kind, DType type) {
        checkStackOfOne(kind.small(type));
    }

    private static <S extends State<S>> void checkStackOfOne(RecurrentCell<S> cell) {
        Problem problem = Problem.random(cell, 3, 4, 4, 1, 3);
        RecurrentStack<S> stack = RecurrentStack.of(List.of(cell), 0.5);
        // Even in training with dropout, which stands between layers only: the cell's own masks,
        // if it draws any, are the same.
        for (Mode mode : List.of(Mode.inference(), Mode.training(Rng.seeded(1)))) {
            Outcome.of(run(stack, mode), cell.parameters(), problem)
                    .assertSameBits(
                            "stack",
                            Outcome.of(run(Recurrent.of(cell), mode), cell.parameters(), problem));
        }
    }

    private static <S extends State<S>> Outcome.Run run(RecurrentLayer<S> layer, Mode mode) {
        return (sequence, initial) -> {
            var output =
                    layer.run(
                            sequence,
                            layer.initialState(sequence.rows()).with(initial),
                            mode.startingAt(0)); // its streams not handed out yet
            List<Tensor> all = new ArrayList<>();
            all.add(output.outputs().values());
            all.addAll(output.finalState().tensors());
            return all;
        };
    }
}
