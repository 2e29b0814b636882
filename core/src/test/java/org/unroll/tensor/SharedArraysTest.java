package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Tensors over one array know of each other's updates.
class SharedArraysTest {
    private static void write(Tensor tensor) {
        tensor.updateInPlace(array -> ((float[]) array)[0] = 7);
    }

    @Test
    void anUpdateOfOneIsOneOfAll() {
        Tensor x = Tensor.zeros(DType.FLOAT32, 2, 1, 3);
        List<Tensor> sharing =
                List.of(
                        x.detached(),
                        x.reshaped(6),
                        x.squeezed(1),
                        x.reshaped(6).detached().reshaped(3, 2),
                        x.broadcastTo(1, 2, 1, 3),
                        x.sum(1));
        for (Tensor other : sharing) {
            assertThat(other.array()).isSameAs(x.array());
            int before = x.version();
            write(other);
            assertThat(x.version()).isEqualTo(before + 1);
            write(x);
            assertThat(other.version()).isEqualTo(before + 2);
        }
    }

    @Test
    void othersAreLeftAlone() {
        Tensor x = Tensor.zeros(DType.FLOAT32, 2, 3);
        Tensor other = x.transposed();
        write(x);
        assertThat(other.version()).isZero();
    }

    @Test
    void aWriterThatFailsCounts() {
        Tensor x = Tensor.zeros(DType.FLOAT32, 3);
        assertThatThrownBy(() ->
                        x.updateInPlace(array -> {
                            ((float[]) array)[0] = 1;
                            throw new IllegalStateException("half way");
                        }))
                .hasMessage("half way");
        assertThat(x.version()).isEqualTo(1);
    }

    @Test
    void aLossIsNotItsParameter() {
        Tensor x = Tensor.of(new float[] {3});
        Tensor value = Autograd.differentiate(List.of(x), () -> x).value();
        Tensor sum = Autograd.differentiate(List.of(x), x::sum).value();
        write(x);
        assertThat(value.item()).isEqualTo(3);
        assertThat(value.shape()).isEqualTo(Shape.of(1));
        assertThat(sum.item()).isEqualTo(3);
    }
}
