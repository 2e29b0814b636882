package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Sessions over layers whose cells ask for tensors per row: each session brings its own.
class ConditionedSessionsTest {
    private static final int INPUT = 3;
    private static final int HIDDEN = 4;
    private static final int ROWS = 5;
    private static final int STEPS = 6;

    /// Adds a condition, and what it attends to among any number of places.
    private record Cell(int inputSize, Linear all, Linear condition)
            implements RecurrentCell<HiddenState> {
        Cell(int inputSize, Init init) {
            this(
                    inputSize,
                    new Linear(inputSize + HIDDEN, HIDDEN, init),
                    Linear.withoutBias(2, HIDDEN, init));
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor places = context.perRow("places"); // [rows, places, HIDDEN]
            Tensor scores = places.times(state.hidden().unsqueezed(1)).sum(2).softmax(1);
            Tensor seen = places.times(scores.unsqueezed(2)).sum(1);
            Tensor sum =
                    all.forward(Tensor.concat(1, x, state.hidden()))
                            .plus(condition.forward(context.perRow("condition")))
                            .plus(seen);
            Tensor hidden = sum.tanh();
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(DType.FLOAT32, rows, HIDDEN));
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    all.parameters().under("all"), condition.parameters().under("condition"));
        }
    }

    private final Init init = Init.pytorch(Rng.seeded(5));
    private final RecurrentStack<HiddenState> stack =
            RecurrentStack.of(
                    RecurrentOptions.of(INPUT, HIDDEN).withLayers(2), in -> new Cell(in, init));
    private final Linear linear = new Linear(HIDDEN, 2, init);
    private final Rng rng = Rng.seeded(6);
    private final Tensor values = rng.uniform(DType.FLOAT32, -1, 1, ROWS, STEPS, INPUT);
    private final Tensor conditions = rng.uniform(DType.FLOAT32, -1, 1, ROWS, 2);
    private final Tensor places = rng.uniform(DType.FLOAT32, -1, 1, ROWS, 3, HIDDEN);

    private FrozenModel<StackState<HiddenState>> model() {
        return stack.frozen(rows(0)).withLayersAfter(linear);
    }

    /// In another order than the whole batch's, which does not matter.
    private RowTensors rows(int row) {
        return RowTensors.of("places", places.slice(0, row, row + 1))
                .with("condition", conditions.slice(0, row, row + 1));
    }

    private RowTensors all() {
        return RowTensors.of("condition", conditions).with("places", places);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.array()).isEqualTo(expected.array());
    }

    /// The outputs of all rows as one batch.
    private Tensor whole() {
        var run = stack.run(Sequence.of(values), stack.initialState(ROWS), Mode.inference(), all());
        return linear.forward(run.outputs().values());
    }

    private static Tensor stepOf(Tensor batch, int row, int step) {
        return batch.select(0, row).select(0, step);
    }

    @Test
    void stepsChunksAndBatchesAreTheRunOverTheWhole() {
        Tensor expected = whole();
        var model = model();
        var sessions = IntStream.range(0, ROWS).mapToObj(row -> model.session(rows(row))).toList();
        for (int row = 0; row < ROWS; row++) {
            assertSame(sessions.get(row).step(stepOf(values, row, 0)), stepOf(expected, row, 0));
            assertSame(
                    sessions.get(row).run(values.select(0, row).slice(0, 1, 3)),
                    expected.select(0, row).slice(0, 1, 3));
        }
        assertSame(model.step(sessions, values.select(1, 3)), expected.select(1, 3));
        var others = List.of(sessions.get(4), sessions.get(1)); // in another order
        Tensor inputs = Tensor.stack(0, List.of(values.select(0, 4), values.select(0, 1)));
        Tensor chunk = model.run(others, Sequence.of(inputs.slice(1, 4, 6), 2, 1)).values();
        assertSame(chunk.select(0, 0), expected.select(0, 4).slice(0, 4, 6));
        assertSame(stepOf(chunk, 1, 0), stepOf(expected, 1, 4));
        assertThat(sessions.get(1).steps()).isEqualTo(5);
    }

    @Test
    void theTensorsGoWithTheSession() {
        Tensor expected = whole();
        var model = model();
        var session = model.session(rows(2));
        session.step(stepOf(values, 2, 0));
        var copy = session.copy();
        var other = model.session(session.state(), rows(3));
        var one = model.session(rows(1));

        Map<String, Tensor> saved = model.saved(List.of(session, one));
        assertThat(saved.keySet())
                .containsExactly(
                        "state.hidden_l0",
                        "state.hidden_l1",
                        "rows.places",
                        "rows.condition",
                        "steps",
                        "model");
        assertThat(saved.get("rows.places").shape()).isEqualTo(Shape.of(2, 3, HIDDEN));
        var restored = model.restored(saved);

        Tensor next = stepOf(values, 2, 1);
        for (var going : List.of(session, copy, restored.getFirst())) {
            assertSame(going.step(next), stepOf(expected, 2, 1));
        }
        assertThat(other.step(next).toFloats()).isNotEqualTo(stepOf(expected, 2, 1).toFloats());
        assertSame(restored.get(1).step(stepOf(values, 1, 0)), stepOf(expected, 1, 0));
        session.reset();
        assertSame(session.step(stepOf(values, 2, 0)), stepOf(expected, 2, 0));
        assertThat(session.rows().asMap().keySet()).containsExactly("places", "condition");
        assertSame(session.rows().asMap().get("condition"), conditions.slice(0, 2, 3));
    }

    private RowTensors wider() {
        return RowTensors.of("condition", conditions.slice(0, 0, 1))
                .with("places", Tensor.ones(DType.FLOAT32, 1, 7, HIDDEN));
    }

    @Test
    void sessionsMayDifferInWhatTheCellTakesAlone() {
        var model = model();
        var wide = model.session(wider());
        var run =
                stack.run(
                        Sequence.of(values.slice(0, 0, 1)),
                        stack.initialState(1),
                        Mode.inference(),
                        wider());
        assertSame(
                wide.run(values.select(0, 0)), linear.forward(run.outputs().values()).squeezed(0));

        var sessions = List.of(model.session(rows(1)), wide);
        String message =
                "sessions that are joined have tensors per row of equal shapes but session 0 has"
                        + " {places=[1, 3, 4], condition=[1, 2]} and session 1"
                        + " {places=[1, 7, 4], condition=[1, 2]}";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(sessions, values.select(1, 0).slice(0, 0, 2)))
                .withMessage(message);
        assertThat(sessions.getFirst().steps()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.saved(sessions))
                .withMessage(message);
        sessions.getFirst().step(stepOf(values, 1, 0)); // it was not left taken
    }

    @Test
    void whatDoesNotFitIsRefusedWhenTheSessionIsOpened() {
        assertThatIllegalArgumentException()
                .isThrownBy(stack::frozen)
                .withMessageContaining("frozen(...)");
        var model = model();
        String names =
                "a session of this model brings tensors per row named [places, condition] but got"
                        + " %s; session(...) takes RowTensors";
        assertThatIllegalArgumentException()
                .isThrownBy(model::session)
                .withMessage(names.formatted("[]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.session(rows(0).with("more", conditions.slice(0, 0, 1))))
                .withMessage(names.formatted("[places, condition, more]"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.session(all()))
                .withMessageContaining("with 1 rows but got float32 [5, ");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        model.session(
                                RowTensors.of("places", places.slice(0, 0, 1))
                                        .with("condition", Tensor.zeros(DType.FLOAT64, 1, 2))))
                .withMessageContaining("\"condition\" of float32 with 1 rows but got float64");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        model.session(
                                RowTensors.of("places", places.slice(0, 0, 1))
                                        .with("condition", Tensor.zeros(DType.FLOAT32, 1, 3))));
        var plain = Recurrent.of(new GruCell(2, 3, init)).frozen();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plain.session(rows(0)))
                .withMessageContaining("named [] but got [places, condition]");
    }

    @Test
    void savedSessionsOfOtherTensorsAreRefused() {
        var model = model();
        Map<String, Tensor> saved = model.saved(List.of(model.session(rows(0))));
        Map<String, Tensor> less = new LinkedHashMap<>(saved);
        less.remove("rows.places");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restored(less))
                .withMessageContaining("named [places, condition] but got [condition]");
        Map<String, Tensor> longer = new LinkedHashMap<>(saved);
        longer.put("rows.places", places);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restored(longer))
                .withMessageContaining("a row for each of 1 sessions but got 'rows.places'");
    }
}
