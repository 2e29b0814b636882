package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private static final int ROWS = 3;
    private static final int LENGTH = 7;

    private final Rng rng = Rng.seeded(5);

    private Tensor random(int... dims) {
        return rng.uniform(DType.FLOAT64, -1, 2, dims);
    }

    /// `(x - mean) / sqrt(variance + epsilon)`, on plain numbers.
    private static double[] normalized(double[] x, double epsilon) {
        double mean = 0;
        for (double v : x) {
            mean += v / x.length;
        }
        double variance = 0;
        for (double v : x) {
            variance += (v - mean) * (v - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon);
        }
        return y;
    }

    @Test
    void itIsTheFormulaAlongEachAxis() {
        Tensor x = random(ROWS, LENGTH);
        Tensor along = x.normalized(-1, 0.3);
        Tensor across = x.normalized(0, 0.3);
        for (int row = 0; row < ROWS; row++) {
            double[] expected = normalized(x.select(0, row).toDoubles(), 0.3);
            assertThat(along.select(0, row).toDoubles()).containsExactly(expected, within(1e-14));
        }
        for (int column = 0; column < LENGTH; column++) {
            double[] expected = normalized(x.select(1, column).toDoubles(), 0.3);
            assertThat(across.select(1, column).toDoubles())
                    .containsExactly(expected, within(1e-14));
        }
    }

    /// A mean far from zero takes no digits from the variance: it is subtracted first.
    @Test
    void aLargeMeanDoesNoHarm() {
        Tensor x = Tensor.of(new float[] {4096, 4097, 4098, 4099});
        double[] expected = normalized(x.toDoubles(), 0);
        assertThat(x.normalized(0, 0).toDoubles()).containsExactly(expected, within(1e-6));
    }

    @Test
    void nothingIsNormalisedToNothing() {
        assertThat(Tensor.zeros(DType.FLOAT32, 2, 0).normalized(1, 0.1).size()).isZero();
        assertThat(Tensor.zeros(DType.FLOAT32, 0, 2).normalized(1, 0.1).size()).isZero();
    }

    @Test
    void othersAreRefused() {
        assertThatThrownBy(() -> Tensor.of(new int[] {1, 2}).normalized(0, 0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("normalized wants float32 or float64");
        assertThatThrownBy(() -> random(2).normalized(0, -0.1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected epsilon >= 0 but got -0.1");
    }

    /// What [Tensor#normalized] does not differentiate by itself, since it takes both at once.
    @Test
    void theDeviationHasADerivative() {
        requireDerivative(
                List.of(random(ROWS, LENGTH)),
                in -> Tensor.apply(new Normalization.InverseDeviation(0.3), in.get(0)));
    }

    /// For nested differentiation.
    @Test
    void theDerivativeHasADerivative() {
        requireDerivative(
                List.of(random(ROWS, LENGTH), random(ROWS, 1).plus(3), random(ROWS, LENGTH)),
                in -> Tensor.apply(new Normalization.Gradient(), in.get(0), in.get(1), in.get(2)));
    }

    /// Against central differences: their error is the step squared, and rounding over the step.
    private void requireDerivative(List<Tensor> inputs, Function<List<Tensor>, Tensor> function) {
        Tensor weights = random(function.apply(inputs).shape().dims());
        var differentiated =
                Autograd.differentiate(inputs, () -> function.apply(inputs).times(weights).sum());
        double step = 1e-5;
        for (Tensor input : inputs) {
            double[] actual = differentiated.gradients().of(input).toDoubles();
            double[] values = (double[]) input.array();
            for (int i = 0; i < values.length; i++) {
                double before = values[i];
                values[i] = before + step;
                double above = function.apply(inputs).times(weights).sum().item();
                values[i] = before - step;
                double below = function.apply(inputs).times(weights).sum().item();
                values[i] = before;
                assertThat(actual[i]).isCloseTo((above - below) / (2 * step), within(1e-8));
            }
        }
    }
}
