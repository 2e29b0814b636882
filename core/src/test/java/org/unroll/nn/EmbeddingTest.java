package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class EmbeddingTest {
    private static final Tensor INDICES = Tensor.of(new int[][] {{2, 0, 3}, {3, 3, 2}});

    private final Init init = Init.pytorch(Rng.seeded(5)).withType(DType.FLOAT64);

    @Test
    void looksUp() {
        var embedding = new Embedding(4, 2, init);
        double[] table = embedding.parameters().get("weight").toDoubles();
        Tensor found = embedding.forward(INDICES);
        assertThat(found.shape().dims()).containsExactly(2, 3, 2);
        assertThat(found.shape()).isEqualTo(embedding.outputShape(INDICES.shape()));
        for (int i = 0; i < 6; i++) {
            for (int j = 0; j < 2; j++) {
                assertThat(found.get(i / 3, i % 3, j))
                        .isEqualTo(table[INDICES.toInts()[i] * 2 + j]);
            }
        }
    }

    @Test
    void gradientsAddUpPerRow() {
        var embedding = new Embedding(4, 2, init);
        assertThat(gradient(embedding)).containsExactly(1, 1, 0, 0, 2, 2, 3, 3);
    }

    @Test
    void paddingIsZeroAndLearnsNothing() {
        var embedding = Embedding.withPadding(4, 2, 3, init);
        double[] table = embedding.parameters().get("weight").toDoubles();
        assertThat(Arrays.copyOfRange(table, 6, 8)).containsOnly(0);
        assertThat(Arrays.copyOfRange(table, 0, 6)).doesNotContain(0);
        assertThat(gradient(embedding)).containsExactly(1, 1, 0, 0, 2, 2, 0, 0);
        assertThat(embedding.paddingIndex()).hasValue(3);
        assertThat(embedding).hasToString("Embedding(4 -> 2, padding 3)");
    }

    private static double[] gradient(Embedding embedding) {
        return Autograd.differentiate(
                        embedding.parameters(), () -> embedding.forward(INDICES).sum())
                .gradients()
                .of(embedding.parameters().get("weight"))
                .toDoubles();
    }

    @Test
    void saysWhatDoesNotFit() {
        var embedding = new Embedding(4, 2, init);
        assertThatThrownBy(() -> embedding.forward(Tensor.of(new int[] {0, 1, 4})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Embedding(4 -> 2): expected indices from 0 to 3 but position 2 of [3]"
                                + " holds 4");
        assertThatThrownBy(() -> embedding.forward(Tensor.of(new double[] {1})))
                .hasMessageContaining("indices of type int32 but got float64 [1]");
        assertThatThrownBy(() -> Embedding.withPadding(4, 2, 4, init))
                .hasMessage("expected paddingIndex from 0 to 3 but got 4");
    }
}
