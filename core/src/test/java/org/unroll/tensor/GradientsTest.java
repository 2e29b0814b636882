package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private static Gradients of(Tensor x, float... gradient) {
        Tensor factors = Tensor.of(gradient);
        return Autograd.differentiate(List.of(x), () -> x.times(factors).sum()).gradients();
    }

    @Test
    void hugeGradientsHaveANorm() {
        Tensor x = Tensor.zeros(DType.FLOAT32, 2);
        Gradients huge = of(x, 3e30f, -4e30f);
        assertThat(huge.norm()).isCloseTo(5e30, within(1e24));
        assertThat(huge.clippedToNorm(1).of(x).toDoubles())
                .containsExactly(new double[] {0.6, -0.8}, within(1e-6));
        Tensor y = Tensor.zeros(DType.FLOAT64, 2);
        Tensor factors = Tensor.of(new double[] {3e300, -4e300});
        assertThat(
                        Autograd.differentiate(List.of(y), () -> y.times(factors).sum())
                                .gradients()
                                .norm())
                .isCloseTo(5e300, within(1e290));
    }

    @Test
    void gradientsThatAreNotFiniteHaveNone() {
        Tensor x = Tensor.zeros(DType.FLOAT32, 2);
        assertThat(of(x, Float.POSITIVE_INFINITY, 1).norm()).isInfinite();
        assertThat(of(x, Float.NaN, 1).norm()).isNaN();
        assertThat(of(x, Float.NaN, Float.POSITIVE_INFINITY).norm()).isNaN();
    }

    @Test
    void theNormHasOneOrderOnAnyNumberOfThreads() throws Exception {
        Tensor x = Rng.seeded(4).normal(DType.FLOAT32, 0, 1, 200_003);
        Tensor y = Rng.seeded(5).normal(DType.FLOAT64, 0, 1, 40_000);
        Gradients gradients =
                Autograd.differentiate(
                                List.of(x, y),
                                () -> x.squared().sum().to(DType.FLOAT64).plus(y.squared().sum()))
                        .gradients();
        double one = Compute.withThreads(1, () -> gradients.mapped(g -> g).norm());
        for (int threads : new int[] {2, 3, 8}) {
            assertThat(Compute.withThreads(threads, () -> gradients.mapped(g -> g).norm()))
                    .isEqualTo(one);
        }
        double squares = 0;
        for (Tensor tensor : List.of(x, y)) {
            for (double value : tensor.toDoubles()) {
                squares += 4 * value * value;
            }
        }
        // 16 sums of 64 squares each, in float32
        assertThat(one).isCloseTo(Math.sqrt(squares), within(1e-6 * one));
    }

    @Test
    void clippingGoesStepByStep() {
        Tensor x = Tensor.zeros(DType.FLOAT64, 2);
        Tensor by = Tensor.of(new double[] {3, -4});
        Gradients gradients =
                Autograd.differentiate(List.of(x), () -> x.times(by).sum()).gradients();
        Gradients limited = gradients.clippedToValue(3.5);
        assertThat(limited.of(x).toDoubles()).containsExactly(3, -3.5);
        assertThat(limited.norm()).isCloseTo(Math.hypot(3, 3.5), within(1e-12));
        Gradients scaled = limited.clippedToNorm(1);
        assertThat(scaled.norm()).isCloseTo(1, within(1e-6)); // 1e-6 is added to the norm
        assertThat(scaled.unclipped(x)).isSameAs(gradients.of(x));
        assertThat(scaled.clippedToValue(0.7).of(x).toDoubles())
                .containsExactly(scaled.of(x).toDoubles()[0], -0.7);
        assertThat(scaled.clippedToNorm(0.5).norm()).isCloseTo(0.5, within(1e-6));
        assertThat(gradients.clippedToNorm(6)).isSameAs(gradients);
        assertThat(gradients.of(x).toDoubles()).containsExactly(3, -4);
    }

    @Test
    void aMappingKeepsShapeAndType() {
        Gradients gradients = of(Tensor.zeros(DType.FLOAT32, 2), 1, 2);
        assertThatThrownBy(() -> gradients.mapped(Tensor::sum))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float32 [2] was mapped to float32 []");
        assertThatThrownBy(() -> gradients.mapped(gradient -> gradient.to(DType.FLOAT64)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("float32 [2] was mapped to float64 [2]");
    }
}
