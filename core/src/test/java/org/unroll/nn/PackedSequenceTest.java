package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

class PackedSequenceTest {
    private static final int[] LENGTHS = {2, 4, 0, 2, 1};
    private final Tensor values = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 5, 4, 3);

    private Sequence batch(Layout layout) {
        return layout == Layout.BATCH_FIRST
                ? Sequence.of(values, LENGTHS)
                : Sequence.timeFirst(values.permuted(1, 0, 2), LENGTHS);
    }

    /// The example in the documentation of PyTorch's `pad_packed_sequence`.
    @Test
    void isPyTorchs() {
        Tensor tokens = Tensor.of(new int[][] {{1, 2, 0}, {3, 0, 0}, {4, 5, 6}});
        PackedSequence packed = PackedSequence.of(Sequence.of(tokens, 2, 1, 3));
        assertThat(packed.values().toInts()).containsExactly(4, 1, 3, 5, 2, 6);
        assertThat(packed.rowsPerStep()).containsExactly(3, 2, 1);
        assertThat(packed.order()).containsExactly(2, 0, 1);
        assertThat(packed.places()).containsExactly(1, 2, 0);
        assertThat(packed.lengths()).containsExactly(2, 1, 3);
        assertThat(packed).hasToString("PackedSequence(int32 [6], lengths [2, 1, 3])");
        Sequence padded = packed.toSequence(Layout.BATCH_FIRST);
        assertThat(padded.values().toInts()).isEqualTo(tokens.toInts());
        assertThat(padded.lengths()).containsExactly(2, 1, 3);
        Sequence turned = packed.toSequence(Layout.TIME_FIRST, 4);
        assertThat(turned.values().shape().dims()).containsExactly(4, 3);
        assertThat(turned.values().toInts()).containsExactly(1, 3, 4, 2, 0, 5, 0, 0, 6, 0, 0, 0);
        PackedSequence sorted = PackedSequence.of(packed.values(), 3, 2, 1);
        assertThat(sorted.order()).containsExactly(0, 1, 2);
        assertThat(sorted.toSequence(Layout.BATCH_FIRST).values().toInts())
                .containsExactly(4, 5, 6, 1, 2, 0, 3, 0, 0);
    }

    @ParameterizedTest
    @EnumSource
    void thereAndBack(Layout layout) {
        Sequence input = batch(layout);
        PackedSequence packed = PackedSequence.of(input);
        assertThat(packed.rows()).isEqualTo(5);
        assertThat(packed.steps()).isEqualTo(4);
        assertThat(packed.order()).containsExactly(1, 0, 3, 4, 2);
        assertThat(packed.rowsPerStep()).containsExactly(4, 3, 1, 1);
        assertThat(packed.lengths()).isEqualTo(LENGTHS);
        assertThat(packed.values().shape().dims()).containsExactly(9, 3);
        Sequence back = packed.toSequence(layout);
        Tensor mask = input.mask(DType.FLOAT64).unsqueezed(2);
        Tensor zero = Tensor.scalar(DType.FLOAT64, 0);
        assertThat(back.values().toDoubles())
                .isEqualTo(Tensor.where(mask, input.values(), zero).toDoubles());
        assertThat(back.lengths()).isEqualTo(LENGTHS);
        assertThat(back.layout()).isEqualTo(layout);
        PackedSequence again = PackedSequence.of(back);
        assertThat(again.values().toDoubles()).isEqualTo(packed.values().toDoubles());
        assertThat(again.order()).isEqualTo(packed.order());
        Tensor garbage = Tensor.where(mask, input.values(), Tensor.scalar(DType.FLOAT64, 1e9));
        assertThat(PackedSequence.of(input.with(garbage)).values().toDoubles())
                .isEqualTo(packed.values().toDoubles());
    }

    @ParameterizedTest
    @EnumSource
    void gradientsGoThroughBoth(Layout layout) {
        Tensor by = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 9, 3);
        Tensor input = batch(layout).values();
        FiniteDifferences.check(
                () -> PackedSequence.of(batch(layout).with(input)).values().times(by).sum(), input);
        PackedSequence packed = PackedSequence.of(batch(layout));
        Tensor data = packed.values().times(1);
        Tensor weights = Rng.seeded(3).normal(DType.FLOAT64, 0, 1, input.shape().dims());
        FiniteDifferences.check(
                () -> packed.with(data).toSequence(layout).values().times(weights).sum(), data);
    }

    /// What a layer gives for packed data is what it gives for the padded batch.
    @Test
    void layersReadWhatCamePacked() {
        var init = Init.pytorch(Rng.seeded(4)).withType(DType.FLOAT64);
        var layer = RecurrentStack.gru(RecurrentOptions.of(3, 2), init);
        Sequence expected = layer.run(batch(Layout.BATCH_FIRST), Mode.inference()).outputs();
        // an order other than one's own: rows 0 and 3 are of one length
        PackedSequence packed = PackedSequence.of(batch(Layout.TIME_FIRST), List.of(1, 3, 0, 4, 2));
        Sequence read =
                layer.run(packed.toSequence(Layout.BATCH_FIRST), Mode.inference()).outputs();
        assertThat(read.values().toDoubles()).isEqualTo(expected.values().toDoubles());
        PackedSequence out = PackedSequence.of(read, packed.order());
        assertThat(out.order()).isEqualTo(packed.order());
        assertThat(out.values().select(0, 1).toDoubles())
                .isEqualTo(expected.values().select(0, 3).select(0, 0).toDoubles());
        var linear = new Linear(2, 4, init);
        Sequence after = out.with(linear.forward(out.values())).toSequence(Layout.BATCH_FIRST);
        Tensor mask = expected.mask(DType.FLOAT64).unsqueezed(2);
        assertThat(after.values().toDoubles())
                .isEqualTo(linear.forward(expected.values()).times(mask).plus(0).toDoubles());
    }

    @Test
    void emptyRowsAndNothingAtAll() {
        PackedSequence none = PackedSequence.of(Sequence.of(values, 0, 0, 0, 0, 0));
        assertThat(none.steps()).isZero();
        assertThat(none.rows()).isEqualTo(5);
        assertThat(none.values().shape().dims()).containsExactly(0, 3);
        Sequence padded = none.toSequence(Layout.BATCH_FIRST, 2);
        assertThat(padded.values().shape().dims()).containsExactly(5, 2, 3);
        assertThat(padded.values().toDoubles()).containsOnly(0);
        assertThat(none.toSequence(Layout.BATCH_FIRST).values().shape().dims())
                .containsExactly(5, 0, 3);
        assertThat(PackedSequence.of(Sequence.of(values)).rowsPerStep())
                .containsExactly(5, 5, 5, 5);
    }

    @Test
    void refusals() {
        Tensor mask = Tensor.of(new float[] {1, 0, 1, 0}, 1, 4).broadcastTo(5, 4);
        assertThatThrownBy(
                        () -> PackedSequence.of(Sequence.masked(values, Layout.BATCH_FIRST, mask)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cannot pack Sequence(float64 [5, 4, 3], BATCH_FIRST, with")
                .hasMessageEndingWith("all its steps one after another");
        assertThatThrownBy(
                        () -> PackedSequence.of(batch(Layout.BATCH_FIRST), List.of(0, 1, 2, 3, 4)))
                .hasMessageContaining("lengths never rise but got [0, 1, 2, 3, 4]");
        assertThatThrownBy(() -> PackedSequence.of(batch(Layout.BATCH_FIRST), List.of(1, 0)))
                .hasMessageContaining("an order of 5 rows");
        assertThatThrownBy(() -> PackedSequence.of(values.reshaped(20, 3), 8, 12))
                .hasMessage(
                        "expected rowsPerStep, each at least 1, never rising and none above the 8"
                                + " rows of the order, but got [8, 12]");
        assertThatThrownBy(() -> PackedSequence.of(values.reshaped(20, 3), 8, 8))
                .hasMessage("expected values [16, ...] for rowsPerStep [8, 8] but got [20, 3]");
        assertThatThrownBy(
                        () -> new PackedSequence(values.select(0, 0), List.of(2, 2), List.of(1, 1)))
                .hasMessageContaining("each row from 0 to 1 once");
        assertThatThrownBy(() ->
                        PackedSequence.of(batch(Layout.BATCH_FIRST))
                                .toSequence(Layout.BATCH_FIRST, 3))
                .hasMessage("expected at least 4 steps but got 3");
    }
}
