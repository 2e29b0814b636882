package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

class PaddingTest {
    @Test
    void rowsAreFilledUpAtTheirEnd() {
        Sequence sequence =
                Padding.sequence(List.of(new int[] {4, 5}, new int[] {6, 7, 8}, new int[] {9}), 3);
        assertThat(sequence.values().shape()).isEqualTo(Shape.of(3, 3));
        assertThat(sequence.values().toInts()).containsExactly(4, 5, 3, 6, 7, 8, 9, 3, 3);
        assertThat(sequence.lengths()).containsExactly(2, 3, 1);
    }

    @Test
    void rowsAreFilledUpToTheLengthAskedFor() {
        Tensor tokens = Padding.fixed(List.of(new int[] {4, 5}, new int[] {}, new int[] {6}), 3, 4);
        assertThat(tokens.shape()).isEqualTo(Shape.of(3, 4));
        assertThat(tokens.toInts()).containsExactly(4, 5, 3, 3, 3, 3, 3, 3, 6, 3, 3, 3);
    }

    @Test
    void aRowThatIsTooLongIsRefused() {
        List<int[]> rows = List.of(new int[] {1}, new int[] {1, 2, 3});
        assertThat(Padding.fixed(rows, 0, 3).shape()).isEqualTo(Shape.of(2, 3));
        assertThatThrownBy(() -> Padding.fixed(rows, 0, 2))
                .hasMessage("expected at most 2 tokens but row 1 has 3");
        assertThatThrownBy(() -> Padding.fixed(List.of(), 0, 2)).hasMessageContaining("0 rows");
    }

    @Test
    void nothingIsNoBatch() {
        assertThatThrownBy(() -> Padding.sequence(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
