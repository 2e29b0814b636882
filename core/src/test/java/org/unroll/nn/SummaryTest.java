package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.unroll.tensor.Rng;

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
    void saysWhereAShapeDoesNotFit() {
        assertThatThrownBy(() -> new Linear(30, 64, init).summary(32, 50, 31))
                .hasMessageContaining("expected an input [..., 30] but got [32, 50, 31]");
    }
}
