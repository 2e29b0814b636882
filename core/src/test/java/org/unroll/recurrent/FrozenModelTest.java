package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Activation;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layer;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

class FrozenModelTest {
    private static final int INPUT = 3;
    private static final int HIDDEN = 5;

    private final Init init = Init.pytorch(Rng.seeded(5));
    private final RecurrentStack<LstmState> lstm =
            RecurrentStack.lstm(RecurrentOptions.of(INPUT, HIDDEN).withLayers(2), init);
    private final Linear linear = new Linear(HIDDEN, 2, init);
    private final Tensor values = Rng.seeded(6).uniform(DType.FLOAT32, -1, 1, 4, 7, INPUT);

    private FrozenModel<StackState<LstmState>> model() {
        return lstm.frozen().withLayersAfter(linear);
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(actual.array()).isEqualTo(expected.array());
    }

    @Test
    void stepsAndChunksAreTheRunOverTheWhole() {
        RecurrentOutput<StackState<LstmState>> whole =
                lstm.run(Sequence.of(values.slice(0, 1, 2)), Mode.inference());
        Tensor expected = linear.forward(whole.outputs().values()).squeezed(0);
        Tensor stream = values.select(0, 1);
        var session = model().session();

        assertSame(session.step(stream.select(0, 0)), expected.select(0, 0));
        assertSame(session.run(stream.slice(0, 1, 4)), expected.slice(0, 1, 4));
        assertThat(session.run(stream.slice(0, 4, 4)).shape()).isEqualTo(Shape.of(0, 2));
        assertSame(session.run(stream.slice(0, 4, 7)), expected.slice(0, 4, 7));

        assertThat(session.steps()).isEqualTo(7);
        assertThat(session.state().asMap().keySet())
                .containsExactly("hidden_l0", "cell_l0", "hidden_l1", "cell_l1");
        session.state()
                .asMap()
                .forEach(
                        (name, tensor) -> assertSame(tensor, whole.finalState().asMap().get(name)));
    }

    @Test
    void manySessionsAsOneBatchAreEachAlone() {
        var model = model();
        var together = List.of(model.session(), model.session(), model.session());
        var alone = List.of(model.session(), model.session(), model.session());
        together.get(1).run(values.select(0, 3)); // they need not stand at the same step
        alone.get(1).run(values.select(0, 3));

        Tensor step = model.step(together, values.select(1, 0).slice(0, 0, 3));
        Sequence chunk =
                model.run(together, Sequence.of(values.slice(0, 0, 3).slice(1, 1, 7), 6, 0, 2));

        int[] lengths = {6, 0, 2};
        for (int i = 0; i < 3; i++) {
            assertSame(step.select(0, i), alone.get(i).step(values.select(0, i).select(0, 0)));
            Tensor rest = values.select(0, i).slice(0, 1, 1 + lengths[i]);
            assertSame(chunk.values().select(0, i).slice(0, 0, lengths[i]), alone.get(i).run(rest));
            assertSameState(together.get(i), alone.get(i));
        }
        assertThat(together.stream().map(Session::steps)).containsExactly(7L, 8L, 3L);
    }

    private static void assertSameState(Session<?> actual, Session<?> expected) {
        assertThat(actual.steps()).isEqualTo(expected.steps());
        for (int i = 0; i < expected.state().tensors().size(); i++) {
            assertSame(actual.state().tensors().get(i), expected.state().tensors().get(i));
        }
    }

    @Test
    void tokensComeOneByOneOrAsChunks() {
        Embedding embedding = new Embedding(9, INPUT, init);
        var model = lstm.frozen().withLayersAfter(linear).withLayersBefore(embedding);
        Tensor tokens = Tensor.of(new int[] {4, 0, 8, 4});
        Tensor expected =
                linear.forward(lstm.forward(embedding.forward(tokens.unsqueezed(0)))).squeezed(0);
        var session = model.session();
        assertSame(session.step(4), expected.select(0, 0));
        assertSame(session.run(tokens.slice(0, 1, 4)), expected.slice(0, 1, 4));
        assertThat(model.parameters().names())
                .contains("before.0.weight", "weight_hh_l1", "after.0.bias");
        assertThat(model)
                .hasToString(
                        "FrozenModel(Embedding(9 -> 3), Lstm(3 -> 5, 2 layers), Linear(5 -> 2))");
    }

    @Test
    void furtherLayersGoFurtherOut() {
        var model =
                lstm.frozen()
                        .withLayersBefore(Activation.TANH)
                        .withLayersBefore(new Embedding(9, INPUT, init))
                        .withLayersAfter(linear)
                        .withLayersAfter(Activation.RELU);
        assertThat(model)
                .hasToString(
                        "FrozenModel(Embedding(9 -> 3), tanh, Lstm(3 -> 5, 2 layers), Linear(5 ->"
                                + " 2), relu)");
    }

    /// More numbers than are hashed at a time.
    @Test
    void theFingerprintIsOfAllNumbers() {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor weight = Tensor.zeros(type, 2500);
            Tensor one = Tensor.ones(type, 1);
            Tensor last = Tensor.concat(0, weight.slice(0, 1, 2500), one);
            assertThat(Fingerprint.of(Parameters.of("w", last)).toInts())
                    .isNotEqualTo(Fingerprint.of(Parameters.of("w", weight)).toInts());
        }
    }

    @Test
    void aCopyGoesItsOwnWayAndAResetBeginsAnew() {
        var session = model().session();
        Tensor first = session.step(values.select(0, 0).select(0, 0));
        var copy = session.copy();
        copy.step(values.select(0, 1).select(0, 0));
        assertThat(session.steps()).isEqualTo(1);
        assertThat(session).asString().startsWith("Session(1 step over FrozenModel(");
        assertThat(session.model().session()).asString().startsWith("Session(0 steps over ");
        assertThat(copy.steps()).isEqualTo(2);

        var same = session.model().session(session.state());
        assertSame(
                same.step(values.select(0, 0).select(0, 1)),
                session.step(values.select(0, 0).select(0, 1)));

        session.reset();
        assertThat(session.steps()).isZero();
        assertSame(session.step(values.select(0, 0).select(0, 0)), first);
    }

    @Test
    void frozenParametersRefuseEveryUpdateByName() {
        var sgd = new Sgd(lstm.parameters(), SgdOptions.of(0.1));
        var gradients =
                Autograd.differentiate(
                                lstm.parameters(),
                                () ->
                                        lstm.forward(Sequence.of(values), Mode.inference())
                                                .values()
                                                .sum())
                        .gradients();
        Map<String, Tensor> other =
                RecurrentStack.lstm(RecurrentOptions.of(INPUT, HIDDEN).withLayers(2), init)
                        .parameters()
                        .asMap();
        lstm.parameters().freeze();
        float[] before = lstm.parameters().get("weight_ih_l0").toFloats();

        assertThatIllegalStateException()
                .isThrownBy(() -> sgd.step(gradients))
                .withMessageStartingWith("tensor 'weight_ih_l0' is frozen");
        assertThat(sgd.steps()).isZero();
        assertThatIllegalStateException()
                .isThrownBy(() -> lstm.parameters().load(other))
                .withMessageStartingWith("tensor 'weight_ih_l0' is frozen");
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        lstm.parameters()
                                .get("bias_hh_l1")
                                .updateInPlace(array -> {
                                    throw new AssertionError(array);
                                }))
                .withMessageStartingWith("tensor 'bias_hh_l1' is frozen");
        assertThat(lstm.parameters().get("weight_ih_l0").toFloats()).isEqualTo(before);
    }

    @Test
    void aLoadThatMeetsAFrozenTensorChangesNone() {
        Tensor free = Tensor.ones(DType.FLOAT32, 2);
        Tensor frozen = Tensor.ones(DType.FLOAT32, 2);
        org.unroll.tensor.Parameters.of("frozen", frozen).freeze();
        Tensor zeros = Tensor.zeros(DType.FLOAT32, 2);
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        org.unroll.tensor.Parameters.of("free", free, "frozen", frozen)
                                .load(Map.of("free", zeros, "frozen", zeros)));
        assertThat(free.toFloats()).containsExactly(1, 1);
    }

    @Test
    void freezingReachesTheLayersAroundAndTensorsOfTheSameArray() {
        model();
        assertThatIllegalStateException()
                .isThrownBy(() -> linear.parameters().get("weight").updateInPlace(_ -> {}))
                .withMessageStartingWith("tensor 'after.0.weight' is frozen");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> linear.parameters().get("bias").unsqueezed(0).updateInPlace(_ -> {}));
    }

    @Test
    void whatReadsFromTheEndIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Recurrent.of(new LstmCell(2, 3, init)).reversed().frozen())
                .withMessageContaining("reads from the end of a sequence");
        var both =
                Bidirectional.of(
                        new LstmCell(2, 3, init), new LstmCell(2, 3, init), Merge.CONCATENATE);
        assertThatIllegalStateException()
                .isThrownBy(both::frozen)
                .withMessageContaining("end of a sequence");
        both.parameters().tensors().forEach(tensor -> tensor.updateInPlace(_ -> {}));
    }

    @Test
    void layersAroundWorkOnEveryStepByItself() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lstm.frozen().withLayersAfter(new LastStep()))
                .withMessageContaining("an output for every step");
        // [2, steps, 3] becomes [2, 3]
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Recurrent.of(new GruCell(2, 3, init))
                                .frozen()
                                .withLayersAfter(new LastStep()))
                .withMessageContaining("an output for every step");
        var inside = Recurrent.of(new GruCell(INPUT, INPUT, init));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lstm.frozen().withLayersBefore(Sequential.of(inside)))
                .withMessageContaining("RecurrentStack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> lstm.frozen().withLayersAfter(new Linear(4, 1, init)));
    }

    @Test
    void anInputThatDoesNotFitMovesNothing() {
        var model = model();
        var session = model.session();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.step(Tensor.zeros(DType.FLOAT32, 4)))
                .withMessage("Lstm(3 -> 5, 2 layers): expected a step's input [3] but got [4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.step(7))
                .withMessageContaining("but got []");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.run(Tensor.scalar(DType.FLOAT32, 1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.step(Tensor.zeros(DType.FLOAT64, 3)))
                .withMessageContaining("float64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(List.of(session), Tensor.zeros(DType.FLOAT32, 2, 3)))
                .withMessageContaining("each of 1 sessions");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(List.of(), Tensor.zeros(DType.FLOAT32, 0, 3)));
        assertThat(session.steps()).isZero();
        session.step(Tensor.zeros(DType.FLOAT32, 3));
    }

    @Test
    void aBatchTakesEverySessionOfTheModelOnce() {
        var model = model();
        var session = model.session();
        var other = model.session();
        var stranger = lstm.frozen().session();
        Tensor two = Tensor.zeros(DType.FLOAT32, 2, INPUT);
        assertThatIllegalStateException()
                .isThrownBy(() -> model.step(List.of(session, session), two))
                .withMessageContaining("fed already");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.step(List.of(session, stranger), two))
                .withMessage("session 1 is one of another model");
        assertThat(session.steps()).isZero();
        model.step(List.of(session, other), two); // neither was left taken
    }

    /// Calls into the session while it is fed, as another thread would.
    private static final class Meddling implements Layer {
        private Runnable meddle = () -> {};

        @Override
        public Sequence forward(Sequence input, Mode mode) {
            meddle.run();
            return input;
        }

        @Override
        public Shape outputShape(Shape input) {
            return input;
        }
    }

    @Test
    void whileASessionIsFedNothingElseMovesIt() {
        var layer = new Meddling();
        var session = lstm.frozen().withLayersAfter(layer).session();
        Tensor input = Tensor.ones(DType.FLOAT32, INPUT);
        for (Runnable meddle : List.<Runnable>of(() -> session.step(input), session::reset)) {
            layer.meddle = meddle;
            assertThatIllegalStateException()
                    .isThrownBy(() -> session.step(input))
                    .withMessageContaining("fed already");
            layer.meddle = () -> {};
            assertThat(session.steps()).isZero();
        }
        session.step(input);
        assertThat(session.steps()).isEqualTo(1);
    }

    @Test
    void savedSessionsAreRowsUnderNames() {
        var model = model();
        var one = model.session();
        var two = model.session();
        one.run(values.select(0, 0));
        Map<String, Tensor> saved = model.saved(List.of(one, two));
        assertThat(saved.keySet())
                .containsExactly(
                        "state.hidden_l0",
                        "state.cell_l0",
                        "state.hidden_l1",
                        "state.cell_l1",
                        "steps",
                        "model");
        assertThat(saved.get("state.cell_l1").shape()).isEqualTo(Shape.of(2, HIDDEN));

        var restored = model.restored(saved);
        assertThat(restored).hasSize(2);
        assertSameState(restored.get(0), one);
        assertSameState(restored.get(1), two);
    }

    @Test
    void savedSessionsOfSomethingElseAreRefused() {
        var model = model();
        Map<String, Tensor> saved = model.saved(List.of(model.session(), model.session()));

        var otherWeights =
                RecurrentStack.lstm(RecurrentOptions.of(INPUT, HIDDEN).withLayers(2), init)
                        .frozen()
                        .withLayersAfter(linear);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> otherWeights.restored(saved))
                .withMessageContaining("other parameters");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> model.restored(Map.of("weight", Tensor.ones(DType.FLOAT32, 1))))
                .withMessageContaining("[weight]");
        refused(model, saved, "state.hidden_l0", Tensor.zeros(DType.FLOAT32, 3, HIDDEN));
        refused(model, saved, "state.hidden_l0", Tensor.zeros(DType.FLOAT32, 2, 4));
        refused(model, saved, "state.hidden_l0", Tensor.zeros(DType.FLOAT64, 2, HIDDEN));
        refused(model, saved, "state.hidden_l7", Tensor.zeros(DType.FLOAT32, 2, HIDDEN));
        refused(model, saved, "hidden_l0", Tensor.zeros(DType.FLOAT32, 2, HIDDEN));
        assertThatIllegalArgumentException().isThrownBy(() -> model.session(lstm.initialState(2)));
        assertThatIllegalArgumentException().isThrownBy(() -> model.saved(List.of()));
    }

    private static void refused(
            FrozenModel<?> model, Map<String, Tensor> saved, String name, Tensor tensor) {
        Map<String, Tensor> changed = new LinkedHashMap<>(saved);
        changed.put(name, tensor);
        assertThatIllegalArgumentException().isThrownBy(() -> model.restored(changed));
    }
}
