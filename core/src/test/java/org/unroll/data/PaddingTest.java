package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Shape;

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
    void nothingIsNoBatch() {
        assertThatThrownBy(() -> Padding.sequence(List.of(), 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
