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
