package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class DropoutTest {
    private static final Dropout DROPOUT = new Dropout(0.25);

    private static Mode training() {
        return Mode.training(Rng.seeded(11));
    }

    private static Tensor ones(int... dims) {
        return Tensor.ones(DType.FLOAT64, dims);
    }

    @Test
    void dropsAShareAndScalesTheRest() {
        double[] values = DROPOUT.forward(ones(40, 50, 20), training()).toDoubles();
        assertThat(Arrays.stream(values).distinct().sorted().toArray())
                .containsExactly(0, 1 / 0.75);
        long dropped = Arrays.stream(values).filter(value -> value == 0).count();
        // 40,000 draws: the deviation of the share is 0.0022
        assertThat(dropped / 40_000.0).isCloseTo(0.25, within(0.01));
    }

    @Test
    void leavesInferenceAlone() {
        Tensor input = ones(2, 3, 4);
        assertThat(DROPOUT.forward(input)).isSameAs(input);
        assertThat(new Dropout(0).forward(input, training())).isSameAs(input);
        assertThat(new Dropout(1).forward(input, training()).toDoubles()).containsOnly(0);
    }

    @Test
    void theGradientHasTheSameMask() {
        Tensor input = ones(3, 4);
        var result =
                Autograd.differentiate(
                        List.of(input), () -> DROPOUT.forward(input, training()).sum());
        assertThat(result.gradients().of(input).toDoubles())
                .isEqualTo(DROPOUT.forward(input, training()).toDoubles());
    }

    @Test
    void aRowsMaskKnowsNothingOfOtherRowsOrOfPadding() {
        Tensor large = DROPOUT.forward(ones(9, 12, 5), training());
        Tensor small = DROPOUT.forward(ones(3, 7, 5), training());
        assertThat(small.toDoubles()).isEqualTo(large.slice(0, 0, 3).slice(1, 0, 7).toDoubles());
        Tensor floats = DROPOUT.forward(ones(9, 12, 5).to(DType.FLOAT32), training());
        assertThat(floats.greaterThan(0).toDoubles()).isEqualTo(large.greaterThan(0).toDoubles());
    }

    @Test
    void theLayoutDoesNotMatter() {
        Tensor batchFirst = DROPOUT.forward(ones(4, 6, 5), training());
        Sequence timeFirst = DROPOUT.forward(Sequence.timeFirst(ones(6, 4, 5)), training());
        assertThat(timeFirst.values().permuted(1, 0, 2).toDoubles())
                .isEqualTo(batchFirst.toDoubles());
    }

    @Test
    void piecesDropWhatTheWholeDrops() {
        double[] whole = DROPOUT.forward(ones(3, 10, 7), training()).toDoubles();
        List<Tensor> pieces = new ArrayList<>();
        for (int[] piece : new int[][] {{0, 1}, {1, 6}, {6, 10}}) {
            Mode mode = training().startingAt(piece[0]);
            pieces.add(DROPOUT.forward(ones(3, piece[1] - piece[0], 7), mode));
        }
        assertThat(Tensor.concat(1, pieces).toDoubles()).isEqualTo(whole);
        assertThatThrownBy(() -> training().startingAt(-1)).hasMessageContaining("-1");
    }

    @Test
    void placesOfAPassDifferAndAPassRepeats() {
        Mode mode = training();
        double[] first = DROPOUT.forward(ones(4, 50), mode).toDoubles();
        double[] second = DROPOUT.forward(ones(4, 50), mode).toDoubles();
        assertThat(first).isNotEqualTo(second);
        assertThat(Arrays.copyOf(first, 50)).isNotEqualTo(Arrays.copyOfRange(first, 50, 100));
        Mode again = training();
        assertThat(DROPOUT.forward(ones(4, 50), again).toDoubles()).isEqualTo(first);
        assertThat(DROPOUT.forward(ones(4, 50), again).toDoubles()).isEqualTo(second);
    }

    @Test
    void checksTheRate() {
        assertThatThrownBy(() -> new Dropout(1.5))
                .hasMessage("expected a rate from 0 to 1 but got 1.5");
        assertThatThrownBy(() -> new Dropout(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Mode.inference().rng()).isInstanceOf(IllegalStateException.class);
    }
}
