package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.HiddenCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Observation;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.RowTensors;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.GradientCheck;
import org.unroll.testkit.cells.CellZoo;

/// What a cell's step draws, reads of its rows, and lets be seen: gradients, and planned as eager.
class SurroundingsTest {
    /// A GRU-like unit with variational dropout, a condition for each row, and zoneout.
    private record Everything(Linear gate, Linear candidate, Linear condition)
            implements RecurrentCell<HiddenState> {
        Everything(Init init) {
            this(new Linear(7, 4, init), new Linear(7, 4, init), Linear.withoutBias(2, 4, init));
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor input = context.dropoutPerSequence(x, 0.25);
            Tensor hidden = context.dropoutPerSequence(state.hidden(), 0.25);
            Tensor both = Tensor.concat(1, input, hidden);
            Tensor given = context.perRow("condition");
            Tensor open = gate.forward(both).plus(condition.forward(given)).sigmoid().named("gate");
            Tensor next = context.dropout(candidate.forward(both).tanh(), 0.4).named("next");
            Tensor mixed = open.times(next).plus(open.negated().plus(1).times(state.hidden()));
            Tensor keep = context.mask(mixed, 0.3);
            Tensor after = keep.times(mixed).plus(keep.negated().plus(1).times(state.hidden()));
            Tensor size = after.squared().sum(1).named("size");
            return new Step<>(Tensor.concat(1, after, size.unsqueezed(1)), new HiddenState(after));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(gate.parameters().get("weight").type(), rows, 4));
        }

        @Override
        public int inputSize() {
            return 3;
        }

        @Override
        public int outputSize() {
            return 5;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    gate.parameters().under("gate"),
                    candidate.parameters().under("candidate"),
                    condition.parameters().under("condition"));
        }
    }

    private static Recurrent<HiddenState> layer(DType type) {
        return Recurrent.of(new Everything(Init.pytorch(Rng.seeded(12)).withType(type)));
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(6)).startingAt(1000);
    }

    /// Outputs, what is observed, and the final state.
    private static List<Tensor> run(
            Recurrent<HiddenState> layer, Problem problem, Tensor condition, String... names) {
        Observation<HiddenState> seen =
                layer.observe(
                        problem.sequence(),
                        new HiddenState(problem.initial().getFirst()),
                        training(),
                        RowTensors.of("condition", condition),
                        names);
        List<Tensor> all = new ArrayList<>();
        all.add(seen.output().outputs().values());
        seen.values().values().forEach(values -> all.add(values.values()));
        all.add(seen.output().finalState().hidden());
        return all;
    }

    private static Tensor joined(List<Tensor> tensors) {
        return Tensor.concat(0, tensors.stream().map(tensor -> tensor.reshaped(-1)).toList());
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void plannedIsEager(DType type) {
        Recurrent<HiddenState> layer = layer(type);
        for (Problem problem :
                List.of(
                        Problem.random(layer.cell(), 3, 4),
                        Problem.random(layer.cell(), 1, 1),
                        Problem.random(layer.cell(), 6, 5, 5, 2, 0, 3, 5, 1),
                        Problem.random(layer.cell(), 40, 3))) {
            int rows = problem.input().dim(0);
            Tensor condition = Rng.seeded(9).normal(type, 0, 1, rows, 2);
            List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
            by.addAll(List.of(problem.input(), problem.initial().getFirst(), condition));
            List<Tensor> planned = valuesAndGradients(layer, problem, condition, by);
            List<Tensor> eager = valuesAndGradients(layer.eagerly(), problem, condition, by);
            for (int i = 0; i < eager.size(); i++) {
                Closeness.assertClose(
                        "tensor " + i, planned.get(i), eager.get(i), Closeness.tolerance(type));
            }
        }
    }

    private static List<Tensor> valuesAndGradients(
            Recurrent<HiddenState> layer, Problem problem, Tensor condition, List<Tensor> by) {
        List<Tensor> all = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            all.addAll(run(layer, problem, condition));
                            Tensor values = joined(all);
                            return values.times(
                                            Rng.seeded(2)
                                                    .normal(values.type(), 0, 1, values.dim(0)))
                                    .sum();
                        });
        all.addAll(done.gradients().values());
        return all;
    }

    @Test
    void gradientsAgreeWithDifferences() {
        Recurrent<HiddenState> layer = layer(DType.FLOAT64);
        Problem problem = Problem.random(layer.cell(), 3, 4, 4, 0, 2);
        Tensor condition = Rng.seeded(9).normal(DType.FLOAT64, 0, 1, 3, 2);
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.addAll(List.of(problem.input(), problem.initial().getFirst(), condition));
        GradientCheck.check(
                "planned", by, () -> joined(run(layer, problem, condition, "gate", "size")));
    }

    @Test
    void whatIsObservedIsWhatTheCellComputes() {
        LstmCell cell = new LstmCell(3, 4, Init.pytorch(Rng.seeded(1)));
        Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 2, 5, 3);
        Sequence batch = Sequence.of(input, 5, 3);
        LstmState start = cell.initialState(2);
        Recurrent<LstmState> layer = Recurrent.of(cell);
        var seen = layer.observe(batch, start, Mode.inference(), "cell", "forgetGate");
        assertThat(seen.values().keySet()).containsExactly("cell", "forgetGate");
        var plain = layer.run(batch, start, Mode.inference());
        Closeness.assertSameBits(
                "outputs", seen.output().outputs().values(), plain.outputs().values());
        Tensor cells = seen.of("cell").values();
        assertThat(cells.shape().toString()).isEqualTo("[2, 5, 4]");
        Closeness.assertSameBits(
                "last cell", cells.select(1, 4).slice(0, 0, 1), finalCell(plain, 0));
        Closeness.assertSameBits(
                "last cell", cells.select(1, 2).slice(0, 1, 2), finalCell(plain, 1));
        assertThat(cells.slice(0, 1, 2).slice(1, 3, 5).abs().sum().item()).isZero();
        assertThat(seen.of("forgetGate").lengths()).containsExactly(5, 3);
    }

    private static Tensor finalCell(
            org.unroll.recurrent.RecurrentOutput<LstmState> output, int row) {
        return output.finalState().cell().slice(0, row, row + 1);
    }

    static Stream<RecurrentCell<?>> builtIn() {
        Init init = Init.pytorch(Rng.seeded(1));
        return Stream.of(new LstmCell(3, 4, init), new GruCell(3, 4, init));
    }

    @Test
    void builtInCellsNameTheirGates() {
        assertThat(builtIn().map(SurroundingsTest::names).toList())
                .containsExactly(
                        List.of("inputGate", "forgetGate", "candidate", "cell", "outputGate"),
                        List.of("resetGate", "updateGate", "candidate"));
    }

    private static <S extends State<S>> List<String> names(RecurrentCell<S> cell) {
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT32, 2, 3, 3));
        return List.copyOf(
                Recurrent.of(cell)
                        .observe(batch, cell.initialState(2), Mode.inference())
                        .values()
                        .keySet());
    }

    @Test
    void whatCannotBeObservedIsRefused() {
        LstmCell cell = new LstmCell(3, 4, Init.pytorch(Rng.seeded(1)));
        Sequence batch = Sequence.of(Tensor.ones(DType.FLOAT32, 2, 3, 3));
        assertThatThrownBy(() ->
                        Recurrent.of(cell)
                                .observe(batch, cell.initialState(2), Mode.inference(), "gate"))
                .hasMessageContaining("names no value \"gate\"");
    }

    /// Attention to an encoder's outputs, a memory `[rows, places, 3]`, whose weights are a second
    /// output.
    private record Attending(Tensor query, Tensor step) implements HiddenCell {
        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor memory = context.perRow("memory");
            Tensor asked = state.hidden().matmul(query).unsqueezed(2);
            Tensor weights = memory.matmul(asked).squeezed(2).softmax(1).named("attention");
            Tensor read = weights.unsqueezed(1).matmul(memory).squeezed(1);
            Tensor hidden = Tensor.concat(1, x, read, state.hidden()).matmul(step).tanh();
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            throw new AssertionError("the step has a context");
        }

        @Override
        public int inputSize() {
            return 2;
        }

        @Override
        public int hiddenSize() {
            return 4;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("query", query, "step", step);
        }
    }

    @Test
    void aCellMayAttendToAMemoryOfItsRow() {
        Rng rng = Rng.seeded(15);
        Attending cell =
                new Attending(
                        rng.normal(DType.FLOAT64, 0, 0.3, 4, 3),
                        rng.normal(DType.FLOAT64, 0, 0.3, 9, 4));
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 3, 4, 4, 0, 2);
        Tensor memory = rng.normal(DType.FLOAT64, 0, 0.5, 3, 5, 3);
        List<Tensor> by = new ArrayList<>(cell.parameters().tensors());
        by.addAll(List.of(problem.input(), problem.initial().getFirst(), memory));
        List<List<Tensor>> both = new ArrayList<>();
        for (Recurrent<HiddenState> run : List.of(layer, layer.eagerly())) {
            List<Tensor> all = new ArrayList<>();
            var done =
                    Autograd.differentiate(
                            by,
                            () -> {
                                all.addAll(attend(run, problem, memory));
                                return loss(all);
                            });
            all.addAll(done.gradients().values());
            both.add(all);
        }
        assertThat(both.getFirst().get(1).shape().toString()).isEqualTo("[3, 4, 5]");
        for (int i = 0; i < both.getFirst().size(); i++) {
            Closeness.assertClose(
                    "tensor " + i,
                    both.getFirst().get(i),
                    both.getLast().get(i),
                    Closeness.tolerance(DType.FLOAT64));
        }
        GradientCheck.check("attention", by, () -> joined(attend(layer, problem, memory)));
    }

    private static List<Tensor> attend(
            Recurrent<HiddenState> layer, Problem problem, Tensor memory) {
        var seen =
                layer.observe(
                        problem.sequence(),
                        new HiddenState(problem.initial().getFirst()),
                        Mode.inference(),
                        RowTensors.of("memory", memory),
                        "attention");
        return List.of(
                seen.output().outputs().values(),
                seen.of("attention").values(),
                seen.output().finalState().hidden());
    }

    /// Tensors per row reach the cells of a stack, and those of a live session.
    @Test
    void stacksAndLiveStepsHaveTensorsPerRow() {
        Recurrent<HiddenState> layer = layer(DType.FLOAT64);
        RecurrentStack<HiddenState> stack = RecurrentStack.of(List.of(layer.cell()), 0);
        Problem problem = Problem.random(layer.cell(), 3, 4);
        RowTensors rows =
                RowTensors.of("condition", Rng.seeded(9).normal(DType.FLOAT64, 0, 1, 3, 2));
        HiddenState start = new HiddenState(problem.initial().getFirst());
        Tensor whole =
                layer.run(problem.sequence(), start, Mode.inference(), rows).outputs().values();
        StackState<HiddenState> state = new StackState<>(List.of(start));
        Closeness.assertSameBits(
                "stack",
                stack.run(problem.sequence(), state, Mode.inference(), rows).outputs().values(),
                whole);
        for (int t = 0; t < 4; t++) {
            Step<StackState<HiddenState>> step =
                    stack.step(problem.input().select(1, t), state, rows);
            Closeness.assertSameBits("step " + t, step.output(), whole.select(1, t));
            state = step.state();
        }
    }

    // ---- gradients of the state through time ----

    private static Tensor loss(List<Tensor> results) {
        Tensor values = joined(results);
        return values.tanh().times(Rng.seeded(2).normal(values.type(), 0, 1, values.dim(0))).sum();
    }

    private static <S extends State<S>> List<Tensor> throughTime(
            Recurrent<S> layer, Sequence batch, List<Tensor> initial) {
        var seen =
                layer.gradientsThroughTime(
                        batch,
                        layer.cell().initialState(batch.rows()).with(initial),
                        training(),
                        output -> {
                            List<Tensor> all = new ArrayList<>();
                            all.add(output.outputs().values());
                            all.addAll(output.finalState().tensors());
                            return loss(all);
                        });
        List<Tensor> all = new ArrayList<>(seen.gradients().tensors());
        all.add(seen.loss());
        return all;
    }

    static List<CellZoo> cells() {
        return CellZoo.inInference();
    }

    @ParameterizedTest
    @MethodSource("cells")
    void gradientsThroughTimeArePlannedAsEager(CellZoo kind) {
        checkThroughTime(kind.small(DType.FLOAT64));
    }

    private static <S extends State<S>> void checkThroughTime(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 6, 5, 5, 2, 0, 3, 5, 1);
        for (boolean reversed : new boolean[] {false, true}) {
            Recurrent<S> run = reversed ? layer.reversed() : layer;
            List<Tensor> planned = throughTime(run, problem.sequence(), problem.initial());
            List<Tensor> eager = throughTime(run.eagerly(), problem.sequence(), problem.initial());
            for (int i = 0; i < eager.size(); i++) {
                Closeness.assertClose(
                        "tensor " + i,
                        planned.get(i),
                        eager.get(i),
                        Closeness.tolerance(DType.FLOAT64));
            }
            int axisSteps = problem.input().dim(1);
            assertThat(planned.getFirst().dim(1)).isEqualTo(axisSteps);
        }
    }

    /// Where the rest of a sequence is run by itself, the gradient by its initial state is that of
    /// the state after the step before, as long as the output of that step is no part of the loss.
    @Test
    void gradientsThroughTimeAreThoseOfTheStatesInBetween() {
        LstmCell cell = new LstmCell(3, 4, Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64));
        Recurrent<LstmState> layer = Recurrent.of(cell);
        Tensor input = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 3, 6, 3);
        LstmState start = cell.initialState(3);
        var seen =
                layer.gradientsThroughTime(
                        Sequence.of(input),
                        start,
                        Mode.inference(),
                        output -> loss(output.finalState().tensors()));
        for (int t = 1; t < 6; t++) {
            Sequence rest = Sequence.of(input.slice(1, t, 6));
            LstmState between =
                    layer.run(Sequence.of(input.slice(1, 0, t)), start, Mode.inference())
                            .finalState();
            var done =
                    Autograd.differentiate(
                            between.tensors(),
                            () ->
                                    loss(
                                            layer.run(rest, between, Mode.inference())
                                                    .finalState()
                                                    .tensors()));
            for (int i = 0; i < 2; i++) {
                Tensor expected = done.gradients().of(between.tensors().get(i));
                Tensor actual = seen.gradients().tensors().get(i).select(1, t - 1);
                // The cell's total includes its own step's hidden state, which goes on by itself.
                if (i == 1) {
                    Tensor gate =
                            layer.observe(
                                            Sequence.of(input),
                                            start,
                                            Mode.inference(),
                                            "outputGate",
                                            "cell")
                                    .of("outputGate")
                                    .values()
                                    .select(1, t - 1);
                    Tensor slope = between.cell().tanh().squared().negated().plus(1);
                    Tensor hidden = done.gradients().of(between.hidden());
                    expected = expected.plus(hidden.times(gate).times(slope));
                }
                Closeness.assertClose(
                        "state " + i + " after step " + t,
                        actual,
                        expected,
                        Closeness.tolerance(DType.FLOAT64));
            }
        }
    }
}
