package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Looking into layers that are made of others, against looking into their parts.
class ObservedLayersTest {
    private static final int ROWS = 5;
    private static final int STEPS = 6;
    private static final Init INIT = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);

    private static LstmCell lstm(int in, int out) {
        return new LstmCell(in, out, INIT);
    }

    private static Bidirectional<LstmState> both(int in, int out) {
        return Bidirectional.of(lstm(in, out), lstm(in, out), Merge.CONCATENATE);
    }

    private static Sequence batch() {
        Tensor values = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, 3);
        return Sequence.of(values, 6, 2, 0, 5, 1);
    }

    private static Tensor loss(Sequence outputs) {
        Tensor values = outputs.values();
        Tensor weights = Rng.seeded(3).normal(values.type(), 0, 1, values.shape().dims());
        return values.tanh().times(weights).sum();
    }

    private static void assertSameBits(String what, Tensor actual, Tensor expected) {
        assertThat(actual.shape()).as(what).isEqualTo(expected.shape());
        assertThat(actual.toDoubles()).as(what).isEqualTo(expected.toDoubles());
    }

    private static void assertSameBits(String what, State<?> actual, State<?> expected) {
        assertThat(actual.tensors()).as(what).hasSameSizeAs(expected.tensors());
        for (int i = 0; i < expected.tensors().size(); i++) {
            assertSameBits(what + " " + i, actual.tensors().get(i), expected.tensors().get(i));
        }
    }

    @Test
    void valuesOfBothDirectionsAreToldApart() {
        Bidirectional<LstmState> layer = both(3, 4);
        BidirectionalState<LstmState> start = layer.initialState(ROWS);
        var seen = layer.observe(batch(), start, Mode.inference(), "cell", "forgetGate_reverse");
        assertThat(seen.values()).containsOnlyKeys("cell", "forgetGate_reverse");
        var ahead =
                layer.forwardLayer().observe(batch(), start.forward(), Mode.inference(), "cell");
        var back =
                layer.backwardLayer()
                        .observe(batch(), start.backward(), Mode.inference(), "forgetGate");
        assertSameBits("cell", seen.of("cell").values(), ahead.of("cell").values());
        assertSameBits(
                "forgetGate_reverse",
                seen.of("forgetGate_reverse").values(),
                back.of("forgetGate").values());
        var plain = layer.run(batch(), start, Mode.inference());
        assertSameBits("outputs", seen.output().outputs().values(), plain.outputs().values());
        assertSameBits("final state", seen.output().finalState(), plain.finalState());
        var all = layer.observe(batch(), start, Mode.inference());
        assertThat(all.values().keySet())
                .containsExactly(
                        "inputGate",
                        "forgetGate",
                        "candidate",
                        "cell",
                        "outputGate",
                        "inputGate_reverse",
                        "forgetGate_reverse",
                        "candidate_reverse",
                        "cell_reverse",
                        "outputGate_reverse");
    }

    @Test
    void valuesOfAStacksLayersAreToldApart() {
        RecurrentStack<BidirectionalState<LstmState>> stack =
                RecurrentStack.ofLayers(List.of(both(3, 4), both(8, 2)), 0.5);
        var start = stack.initialState(ROWS);
        Mode mode = Mode.training(Rng.seeded(4));
        var seen = stack.observe(batch(), start, mode, "cell_l0_reverse", "inputGate_l1");
        assertThat(seen.values()).containsOnlyKeys("cell_l0_reverse", "inputGate_l1");
        assertThat(seen.of("cell_l0_reverse").values().shape().toString()).isEqualTo("[5, 6, 4]");
        assertThat(seen.of("inputGate_l1").values().shape().toString()).isEqualTo("[5, 6, 2]");
        Bidirectional<LstmState> below = (Bidirectional<LstmState>) stack.layers().getFirst();
        var part =
                below.backwardLayer()
                        .observe(batch(), start.layer(0).backward(), Mode.inference(), "cell");
        assertSameBits("cell", seen.of("cell_l0_reverse").values(), part.of("cell").values());
        var plain = stack.run(batch(), start, Mode.training(Rng.seeded(4)));
        assertSameBits("outputs", seen.output().outputs().values(), plain.outputs().values());
        assertThat(stack.observe(batch(), start, Mode.inference()).values())
                .hasSize(20)
                .containsKeys("cell_l0", "cell_l0_reverse", "cell_l1", "cell_l1_reverse");
    }

    /// What is around a layer changes what it gives, not what happens in it.
    @Test
    void outputsOfADecoratedLayerAreItsOwn() {
        Recurrent<LstmState> inner = Recurrent.of(lstm(3, 3));
        LstmState start = inner.initialState(ROWS);
        Mode mode = Mode.inference();
        var within = inner.observe(batch(), start, mode, "cell");
        for (RecurrentLayer<LstmState> around :
                List.of(Residual.of(inner), inner.withSkippedSteps(SkippedSteps.LAST_OUTPUT))) {
            var seen = around.observe(batch(), start, mode, "cell");
            var plain = around.run(batch(), start, mode);
            assertSameBits("outputs", seen.output().outputs().values(), plain.outputs().values());
            assertSameBits("final state", seen.output().finalState(), plain.finalState());
            assertSameBits("cell", seen.of("cell").values(), within.of("cell").values());
            assertThat(seen.output().outputs().values().toDoubles())
                    .as("%s", around)
                    .isNotEqualTo(within.output().outputs().values().toDoubles());
        }
    }

    /// They are further outputs: a loss may depend on those of any layer.
    @Test
    void gradientsFlowFromWhatIsObserved() {
        RecurrentStack<LstmState> stack = RecurrentStack.of(List.of(lstm(3, 4), lstm(4, 2)), 0);
        var done =
                Autograd.differentiate(
                        stack.parameters(),
                        () ->
                                loss(
                                        stack.observe(
                                                        batch(),
                                                        stack.initialState(ROWS),
                                                        Mode.inference(),
                                                        "forgetGate_l0")
                                                .of("forgetGate_l0")));
        assertThat(done.gradients().reaches(stack.parameters().get("weight_ih_l0"))).isTrue();
        Tensor above = done.gradients().of(stack.parameters().get("weight_ih_l1"));
        assertThat(above.abs().sum().item()).isZero();
    }

    @Test
    void namesOfNoLayerAreRefused() {
        RecurrentStack<LstmState> stack = RecurrentStack.of(List.of(lstm(3, 4), lstm(4, 2)), 0);
        for (String name : List.of("cell", "cell_l2", "cell_l0_reverse")) {
            assertThatThrownBy(() ->
                            stack.observe(
                                    batch(), stack.initialState(ROWS), Mode.inference(), name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("in one of the 2 layers")
                    .hasMessageContaining("\"" + name + "_l0\", but got \"" + name + "\"");
        }
        assertThatThrownBy(() ->
                        stack.observe(
                                batch(), stack.initialState(ROWS), Mode.inference(), "gate_l1"))
                .hasMessageContaining("names no value \"gate\"");
    }

    /// A layer's own gradients are those of a loss that goes through the layers above.
    @Test
    void gradientsThroughTimeOfAStackAreThoseOfItsLayers() {
        Recurrent<LstmState> below = Recurrent.of(lstm(3, 4));
        Recurrent<LstmState> above = Recurrent.of(lstm(4, 2));
        RecurrentStack<LstmState> stack = RecurrentStack.ofLayers(List.of(below, above), 0);
        Mode mode = Mode.inference();
        LstmState start = above.initialState(ROWS);
        var seen =
                stack.gradientsThroughTime(
                        batch(), stack.initialState(ROWS), mode, out -> loss(out.outputs()));
        var first =
                below.gradientsThroughTime(
                        batch(),
                        below.initialState(ROWS),
                        mode,
                        out -> loss(above.run(out.outputs(), start, mode).outputs()));
        var second =
                above.gradientsThroughTime(
                        below.run(batch(), mode).outputs(),
                        start,
                        mode,
                        out -> loss(out.outputs()));
        assertSameBits("loss", seen.loss(), first.loss());
        assertSameBits("layer 0", seen.gradients().layer(0), first.gradients());
        assertSameBits("layer 1", seen.gradients().layer(1), second.gradients());
        assertThat(first.gradients().hidden().abs().sum().item()).isPositive();
    }

    @Test
    void gradientsThroughTimeOfBothDirectionsAreThoseOfEach() {
        Bidirectional<LstmState> layer = both(3, 4);
        Mode mode = Mode.inference();
        BidirectionalState<LstmState> start = layer.initialState(ROWS);
        Sequence ahead = layer.forwardLayer().run(batch(), start.forward(), mode).outputs();
        Sequence back = layer.backwardLayer().run(batch(), start.backward(), mode).outputs();
        var seen = layer.gradientsThroughTime(batch(), start, mode, out -> loss(out.outputs()));
        var forward =
                layer.forwardLayer()
                        .gradientsThroughTime(
                                batch(), start.forward(), mode, out -> joined(out.outputs(), back));
        var backward =
                layer.backwardLayer()
                        .gradientsThroughTime(
                                batch(),
                                start.backward(),
                                mode,
                                out -> joined(ahead, out.outputs()));
        assertSameBits("forward", seen.gradients().forward(), forward.gradients());
        assertSameBits("backward", seen.gradients().backward(), backward.gradients());
    }

    private static Tensor joined(Sequence ahead, Sequence back) {
        return loss(ahead.with(Tensor.concat(2, ahead.values(), back.values())));
    }

    @Test
    void gradientsThroughTimeArePlannedAsEager() {
        RecurrentStack<BidirectionalState<LstmState>> stack =
                RecurrentStack.ofLayers(List.of(both(3, 4), both(8, 2)), 0.5);
        List<List<Tensor>> all = new ArrayList<>();
        for (RecurrentStack<BidirectionalState<LstmState>> run : List.of(stack, stack.eagerly())) {
            var seen =
                    run.gradientsThroughTime(
                            batch(),
                            run.initialState(ROWS),
                            Mode.training(Rng.seeded(4)),
                            out -> loss(out.outputs()));
            all.add(seen.gradients().tensors());
        }
        for (int i = 0; i < 8; i++) {
            Tensor expected = all.getLast().get(i);
            Tensor difference = all.getFirst().get(i).minus(expected).abs();
            // the same operations but for the order of sums
            assertThat(difference.reshaped(-1).max(0).item())
                    .isLessThanOrEqualTo(1e-12 * expected.abs().reshaped(-1).max(0).item());
        }
    }
}
