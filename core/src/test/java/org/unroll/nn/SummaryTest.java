package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class SummaryTest {
    private final Init init = Init.pytorch(Rng.seeded(1));
    private final Sequential network =
            Sequential.of(
                    Embedding.withPadding(39, 30, 0, init),
                    Sequential.of(new Linear(30, 64, init), Activation.TANH),
                    new LastStep(),
                    Linear.withoutBias(64, 2, init));

    @Test
    void namesParametersAsPyTorch() {
        assertThat(network.parameters().names())
                .containsExactly("0.weight", "1.0.weight", "1.0.bias", "3.weight");
    }

    @Test
    void printsATable() {
        assertThat(network.summary(32, 50))
                .hasToString(
                        """
                             layer                           output shape  parameters
                        0    Embedding(39 -> 30, padding 0)  [32, 50, 30]       1,170
                        1.0  Linear(30 -> 64)                [32, 50, 64]       1,984
                        1.1  tanh                            [32, 50, 64]           0
                        2    LastStep                        [32, 64]               0
                        3    Linear(64 -> 2, without bias)   [32, 2]              128
                             total                                              3,282
                        """);
        assertThat(network.summary(32, 50).parameters()).isEqualTo(3282);
    }

    @Test
    void countsRecurrentLayers() {
        var options = RecurrentOptions.of(32, 64);
        checkCount(RecurrentStack.elman(options, init), 6_272);
        checkCount(RecurrentStack.lstm(options, init), 25_088);
        checkCount(RecurrentStack.gru(options, init), 18_816);
    }

    private static void checkCount(Layer layer, long expected) {
        Summary summary = layer.summary(8, 50, 32);
        assertThat(summary.parameters()).isEqualTo(expected);
        assertThat(summary.lines()).hasSize(1);
        assertThat(summary.lines().getFirst().outputShape().dims()).containsExactly(8, 50, 64);
    }

    @Test
    void goesThroughRecurrentLayersWithTheirLengths() {
        var classifier =
                Sequential.of(
                        new Embedding(39, 30, init),
                        RecurrentStack.lstm(
                                RecurrentOptions.of(30, 64).withLayers(2).withDropout(0.2), init),
                        new Dropout(0.5),
                        new LastStep(),
                        new Linear(64, 2, init));
        assertThat(classifier.parameters().names())
                .contains("0.weight", "1.weight_ih_l0", "1.bias_hh_l1", "4.weight", "4.bias");
        var padded = Tensor.of(new int[][] {{5, 7, 9, 1, 1}, {3, 4, 1, 1, 1}});
        var other = Tensor.of(new int[][] {{5, 7, 9, 8, 8}, {3, 4, 8, 8, 8}});
        for (Mode mode : List.of(Mode.inference(), Mode.training(Rng.seeded(6)))) {
            Mode again = mode.isTraining() ? Mode.training(Rng.seeded(6)) : mode;
            Tensor logits = classifier.forward(Sequence.of(padded, 3, 2), mode).values();
            assertThat(logits.shape().dims()).containsExactly(2, 2);
            assertThat(classifier.forward(Sequence.of(other, 3, 2), again).values().toFloats())
                    .isEqualTo(logits.toFloats());
        }
    }

    @Test
    void saysWhereAShapeDoesNotFit() {
        assertThatThrownBy(() -> new Linear(30, 64, init).summary(32, 50, 31))
                .hasMessageContaining("expected an input [..., 30] but got [32, 50, 31]");
    }
}
