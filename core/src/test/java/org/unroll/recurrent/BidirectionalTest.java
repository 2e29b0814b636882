package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

class BidirectionalTest {
    private static final Init INIT = Init.pytorch(Rng.seeded(1));
    private final LstmCell forward = new LstmCell(3, 4, INIT);
    private final LstmCell backward = new LstmCell(3, 4, INIT);
    private final Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 5, 6, 3);

    @ParameterizedTest
    @EnumSource
    void outputsOfBothDirectionsAreMerged(Merge merge) {
        var sequence = Sequence.of(input, 6, 3, 0, 1, 5);
        var both = Bidirectional.of(forward, backward, merge);
        var output = both.run(sequence, Mode.inference());
        var ahead = Recurrent.of(forward).run(sequence, Mode.inference());
        var back = Recurrent.of(backward).reversed().run(sequence, Mode.inference());
        float[] a = ahead.outputs().values().toFloats();
        float[] b = back.outputs().values().toFloats();
        float[] merged = output.outputs().values().toFloats();
        int size = both.outputSize();
        assertThat(size).isEqualTo(merge == Merge.CONCATENATE ? 8 : 4);
        for (int i = 0; i < a.length; i++) {
            int place = i / 4 * size + i % 4;
            switch (merge) {
                case CONCATENATE -> {
                    assertThat(merged[place]).isEqualTo(a[i]);
                    assertThat(merged[place + 4]).isEqualTo(b[i]);
                }
                case SUM -> assertThat(merged[place]).isEqualTo(a[i] + b[i]);
                case AVERAGE -> assertThat(merged[place]).isEqualTo((a[i] + b[i]) * 0.5f);
                case PRODUCT -> assertThat(merged[place]).isEqualTo(a[i] * b[i]);
            }
        }
        assertThat(output.finalState().forward().hidden().toFloats())
                .isEqualTo(ahead.finalState().hidden().toFloats());
        assertThat(output.finalState().backward().cell().toFloats())
                .isEqualTo(back.finalState().cell().toFloats());
        assertThat(output.outputs().lengths()).containsExactly(6, 3, 0, 1, 5);
    }

    @Test
    void namesAreThoseOfPyTorch() {
        var stack =
                RecurrentStack.bidirectional(
                        RecurrentOptions.of(3, 4).withLayers(2),
                        Merge.CONCATENATE,
                        in -> new ElmanCell(in, 4, INIT));
        assertThat(stack.parameters().names())
                .containsExactly(
                        "weight_ih_l0",
                        "weight_hh_l0",
                        "bias_ih_l0",
                        "bias_hh_l0",
                        "weight_ih_l0_reverse",
                        "weight_hh_l0_reverse",
                        "bias_ih_l0_reverse",
                        "bias_hh_l0_reverse",
                        "weight_ih_l1",
                        "weight_hh_l1",
                        "bias_ih_l1",
                        "bias_hh_l1",
                        "weight_ih_l1_reverse",
                        "weight_hh_l1_reverse",
                        "bias_ih_l1_reverse",
                        "bias_hh_l1_reverse");
        assertThat(stack.parameters().get("weight_ih_l1").shape()).isEqualTo(Shape.of(4, 8));
        assertThat(stack).hasToString("BidirectionalElman(3 -> 8, 2 layers)");
        assertThat(stack.outputShape(Shape.of(2, 5, 3))).isEqualTo(Shape.of(2, 5, 8));
    }

    @Test
    void whatReadsBackwardsWantsTheWholeSequence() {
        var both = Bidirectional.of(forward, backward, Merge.SUM);
        assertThatThrownBy(() -> both.step(input.select(1, 0), both.initialState(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reads from the end of a sequence");
        var reversed = Recurrent.of(forward).reversed();
        assertThatThrownBy(() -> reversed.step(input.select(1, 0), reversed.initialState(5)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("reads from the end of a sequence");
    }

    @Test
    void eachDirectionHasACellOfItsOwn() {
        assertThatThrownBy(() -> Bidirectional.of(forward, forward, Merge.SUM))
                .hasMessageContaining("a cell for each direction");
        assertThatThrownBy(() -> Bidirectional.of(forward, new LstmCell(3, 5, INIT), Merge.SUM))
                .hasMessageContaining("of the same sizes");
    }

    @Test
    void theLastStepOfAMaskedRowIsItsLastValidOne() {
        Tensor mask =
                Tensor.of(new int[] {1, 0, 1, 0, 0, 0, 0, 1}).reshaped(2, 4); // steps 0 and 2; 3
        Tensor values = Rng.seeded(3).normal(DType.FLOAT32, 0, 1, 2, 4, 3);
        var sequence = Sequence.masked(values, Layout.BATCH_FIRST, mask);
        assertThat(sequence.hasHoles()).isTrue();
        assertThat(sequence.lengths()).containsExactly(2, 1);
        assertThat(sequence.validSteps(0)).containsExactly(0, 2);
        assertThat(sequence.mask(DType.FLOAT32).toFloats())
                .isEqualTo(mask.to(DType.FLOAT32).toFloats());
        Tensor last = new LastStep().forward(sequence, Mode.inference()).values();
        assertThat(last.select(0, 0).toFloats())
                .isEqualTo(values.select(0, 0).select(0, 2).toFloats());
        assertThat(last.select(0, 1).toFloats())
                .isEqualTo(values.select(0, 1).select(0, 3).toFloats());
    }

    @Test
    void aMaskOfLengthsHasNoHoles() {
        Tensor mask = Tensor.of(new int[] {1, 1, 0, 0, 0, 0}).reshaped(2, 3);
        var sequence =
                Sequence.masked(input.slice(0, 0, 2).slice(1, 0, 3), Layout.BATCH_FIRST, mask);
        assertThat(sequence.hasHoles()).isFalse();
        assertThat(sequence.lengths()).containsExactly(2, 0);
        assertThatThrownBy(() -> Sequence.masked(input, Layout.BATCH_FIRST, mask))
                .hasMessageContaining("expected a mask [5, 6] for values [5, 6, 3] but got [2, 3]");
    }
}
