package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Dropout;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class ResidualTest {
    private final Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    private final Recurrent<LstmState> layer = Recurrent.of(new LstmCell(4, 4, init));
    private final Tensor values = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 3, 5, 4);

    @Test
    void theInputIsAdded() {
        var plain = layer.run(Sequence.of(values), Mode.inference());
        var residual = Residual.of(layer).run(Sequence.of(values), Mode.inference());
        assertThat(residual.outputs().values().toDoubles())
                .isEqualTo(plain.outputs().values().plus(values).toDoubles());
        assertThat(residual.finalState().cell().toDoubles())
                .isEqualTo(plain.finalState().cell().toDoubles());
    }

    @Test
    void skippedStepsAreZeroWhateverStandsThere() {
        Tensor mask =
                Tensor.of(new int[] {1, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1}).reshaped(3, 5);
        Tensor column = mask.to(DType.FLOAT64).unsqueezed(2).broadcastTo(3, 5, 4);
        for (double padding : new double[] {0, 3, Double.NaN}) {
            Tensor padded =
                    Tensor.where(column, values, Tensor.full(DType.FLOAT64, padding, 3, 5, 4));
            var sequence = Sequence.masked(padded, Layout.BATCH_FIRST, mask);
            Tensor outputs = Residual.of(layer).forward(sequence, Mode.inference()).values();
            Tensor plain = layer.forward(sequence, Mode.inference()).values();
            Tensor expected =
                    Tensor.where(column, plain.plus(values), Tensor.zeros(DType.FLOAT64, 3, 5, 4));
            assertThat(outputs.toDoubles()).isEqualTo(expected.toDoubles());
        }
    }

    @Test
    void timeFirstIsTheSame() {
        Tensor batchFirst =
                Residual.of(layer).forward(Sequence.of(values, 5, 0, 3), Mode.inference()).values();
        Tensor timeFirst =
                Residual.of(layer)
                        .forward(
                                Sequence.timeFirst(values.permuted(1, 0, 2), 5, 0, 3),
                                Mode.inference())
                        .values();
        assertThat(timeFirst.permuted(1, 0, 2).toDoubles()).isEqualTo(batchFirst.toDoubles());
    }

    @Test
    void steppingIsTheWhole() {
        var stack =
                RecurrentStack.lstm(
                        RecurrentOptions.of(4, 6).withLayers(3).withResidual().withDropout(0.5),
                        init);
        var whole = stack.run(Sequence.of(values), Mode.inference());
        var state = stack.initialState(3);
        for (int t = 0; t < 5; t++) {
            var step = stack.step(values.select(1, t), state);
            assertThat(step.output().toDoubles())
                    .isEqualTo(whole.outputs().values().select(1, t).toDoubles());
            state = step.state();
        }
    }

    /// Layer by layer as Wu and others have it: what is added is without dropout.
    @Test
    void aStackIsItsLayersOneByOne() {
        var options = RecurrentOptions.of(3, 4).withLayers(3).withDropout(0.4);
        var stack = RecurrentStack.lstm(options.withResidual(), init);
        Sequence input = Sequence.of(values.slice(2, 0, 3), 5, 0, 2);
        Mode mode = Mode.training(Rng.seeded(9));
        Sequence expected = inner(stack, 0).forward(input, mode);
        for (int i = 1; i < 3; i++) {
            Sequence dropped = new Dropout(0.4).forward(expected, mode);
            expected =
                    expected.with(
                            expected.values()
                                    .plus(inner(stack, i).forward(dropped, mode).values()));
        }
        Tensor outputs = stack.forward(input, Mode.training(Rng.seeded(9))).values();
        assertThat(outputs.toDoubles()).isEqualTo(expected.values().toDoubles());
        assertThat(stack).hasToString("Lstm(3 -> 4, 3 layers, residual)");
        assertThat(stack.parameters().names())
                .isEqualTo(RecurrentStack.lstm(options, init).parameters().names());
    }

    private static RecurrentLayer<LstmState> inner(RecurrentStack<LstmState> stack, int index) {
        return stack.layers().get(index) instanceof Residual<LstmState> residual
                ? residual.layer()
                : stack.layers().get(index);
    }

    @Test
    void ofBothDirectionsToo() {
        var options = RecurrentOptions.of(3, 4).withLayers(2);
        var stack =
                RecurrentStack.bidirectional(
                        options.withResidual(), Merge.CONCATENATE, in -> new GruCell(in, 4, init));
        Sequence input = Sequence.of(values.slice(2, 0, 3), 5, 1, 2);
        Sequence below = stack.layers().getFirst().forward(input, Mode.inference());
        Tensor expected =
                below.values()
                        .plus(
                                ((Residual<?>) stack.layers().get(1))
                                        .layer()
                                        .forward(below, Mode.inference())
                                        .values());
        assertThat(stack.forward(input, Mode.inference()).values().toDoubles())
                .isEqualTo(expected.toDoubles());
        assertThat(stack.parameters().names())
                .containsExactlyElementsOf(
                        RecurrentStack.bidirectional(
                                        options, Merge.CONCATENATE, in -> new GruCell(in, 4, init))
                                .parameters()
                                .names());
        assertThat(stack).hasToString("BidirectionalGru(3 -> 8, 2 layers, residual)");
    }

    @Test
    void valuesWithinAreObserved() {
        var options = RecurrentOptions.of(3, 4).withLayers(2).withResidual();
        Sequence input = Sequence.of(values.slice(2, 0, 3), 5, 1, 2);
        var stack = RecurrentStack.lstm(options.withSkippedSteps(SkippedSteps.LAST_OUTPUT), init);
        var start = stack.initialState(3);
        var seen = stack.observe(input, start, Mode.inference(), "cell_l1");
        assertThat(seen.output().outputs().values().toDoubles())
                .isEqualTo(stack.forward(input, Mode.inference()).values().toDoubles());
        assertThat(seen.of("cell_l1").values().select(1, 4).select(0, 0).toDoubles())
                .isEqualTo(seen.output().finalState().last().cell().select(0, 0).toDoubles());
        var both =
                RecurrentStack.bidirectional(
                        options, Merge.CONCATENATE, in -> new LstmCell(in, 4, init));
        var everything = both.observe(input, both.initialState(3), Mode.inference());
        assertThat(everything.values().keySet())
                .contains("cell_l0", "cell_l0_reverse", "cell_l1", "cell_l1_reverse");
    }

    @Test
    void gradientsThroughTimeAreTold() {
        var gradients =
                Residual.of(layer)
                        .gradientsThroughTime(
                                Sequence.of(values),
                                layer.initialState(3),
                                Mode.inference(),
                                output -> output.outputs().values().sum());
        var plain =
                layer.gradientsThroughTime(
                        Sequence.of(values),
                        layer.initialState(3),
                        Mode.inference(),
                        output -> output.outputs().values().sum());
        assertThat(gradients.gradients().cell().toDoubles())
                .isEqualTo(plain.gradients().cell().toDoubles());
    }

    @Test
    void sizesThatDifferAreRefused() {
        assertThatThrownBy(() -> Residual.of(Recurrent.of(new GruCell(3, 4, init))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a residual connection wants outputs as long as the inputs but"
                                + " Recurrent(GruCell(3 -> 4)) makes 4 of 3");
        int[] sizes = {4, 4, 6};
        int[] next = {0};
        assertThatThrownBy(() ->
                        RecurrentStack.of(
                                RecurrentOptions.of(3, 4).withLayers(3).withResidual(),
                                in -> new GruCell(in, sizes[next[0]++], init)))
                .hasMessageContaining("Recurrent(GruCell(4 -> 6)) makes 6 of 4");
    }

    @Test
    void oneLayerIsRefused() {
        assertThatThrownBy(
                        () -> RecurrentStack.lstm(RecurrentOptions.of(4, 4).withResidual(), init))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "residual connections go around the second layer and those above it but"
                                + " there is one layer; Residual.of(layer) goes around one");
    }

    @Test
    void whatStandsAtSkippedStepsIsSaidOfTheWhole() {
        var filled = layer.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        var stack = RecurrentStack.ofLayers(List.of(filled), 0);
        for (RecurrentLayer<?> inside : List.of(filled, stack)) {
            assertThatThrownBy(() -> Residual.of(inside))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "what stands at skipped steps is said of the whole,"
                                    + " Residual.of(layer).withSkippedSteps(...), not of ");
        }
    }

    @Test
    void dropoutOfOneIsRefused() {
        assertThatThrownBy(() -> Residual.of(layer, 1))
                .hasMessage("expected a rate of dropout in [0, 1) but got 1.0");
    }
}
