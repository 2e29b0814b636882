package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class InputDropoutTest {
    /// Gives its input.
    private record Echo(int inputSize) implements HiddenCell {
        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return input.plus(hidden.times(0));
        }

        @Override
        public int hiddenSize() {
            return inputSize;
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(DType.FLOAT32, rows, inputSize));
        }

        @Override
        public Parameters parameters() {
            return Parameters.none();
        }
    }

    /// A number is dropped at all timesteps of its row or at none.
    @Test
    void everyTimestepOfARowHasTheSameMask() {
        Tensor ones = Tensor.ones(DType.FLOAT32, 30, 7, 20);
        float[] seen =
                Recurrent.of(InputDropout.of(new Echo(20), 0.2))
                        .run(Sequence.of(ones), Mode.training(Rng.seeded(1)))
                        .outputs()
                        .values()
                        .toFloats();
        int dropped = 0;
        for (int row = 0; row < 30; row++) {
            for (int i = 0; i < 140; i++) {
                float first = seen[row * 140 + i % 20];
                assertThat(seen[row * 140 + i]).isEqualTo(first);
                assertThat(first).isIn(0f, 1.25f);
                dropped += i < 20 && first == 0 ? 1 : 0;
            }
        }
        assertThat(dropped / 600.0).isBetween(0.12, 0.28); // five deviations
    }

    @Test
    void inferenceAndRateZeroChangeNothing() {
        var cell = new GruCell(3, 4, Init.pytorch(Rng.seeded(1)));
        var input = Sequence.of(Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 2, 5, 3));
        var training = Mode.training(Rng.seeded(1));
        float[] plain = Recurrent.of(cell).forward(input, training).values().toFloats();
        assertThat(outputs(InputDropout.of(cell, 0), input, training)).isEqualTo(plain);
        assertThat(outputs(InputDropout.of(cell, 0.5), input, Mode.inference())).isEqualTo(plain);
        assertThat(outputs(InputDropout.of(cell, 0.5), input, training)).isNotEqualTo(plain);
    }

    private static float[] outputs(RecurrentCell<?> cell, Sequence input, Mode mode) {
        return Recurrent.of(cell).forward(input, mode).values().toFloats();
    }

    @Test
    void rateOneIsRefused() {
        assertThatThrownBy(() -> InputDropout.of(new Echo(2), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a rate of input dropout in [0, 1) but got 1.0");
    }
}
