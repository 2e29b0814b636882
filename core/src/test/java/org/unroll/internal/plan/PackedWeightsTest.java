package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Weights that change while a call still reads them.
class PackedWeightsTest {
    private static final Panel WHOLE =
            new Panel(3, 5, List.of(new Panel.Patch(0, false, 0, 0, 3, 5, 0, 0)));

    private final Kernels<Object> kernels = Typed.kernels(DType.FLOAT32);
    private final PackedWeights weights = new PackedWeights();
    private final Tensor weight = Rng.seeded(1).normal(DType.FLOAT32, 0, 1, 3, 5);

    private PackedWeights.Packed lease() {
        var wanted = new PackedWeights.Wanted(kernels, WHOLE, List.of(weight));
        return weights.lease(List.of(wanted)).getFirst();
    }

    private void update() {
        weight.updateInPlace(array -> Arrays.fill((float[]) array, 7));
    }

    @Test
    void callsShareAVersion() {
        assertThat(lease()).isSameAs(lease());
    }

    @Test
    void aCallReadsOneVersionThroughout() {
        PackedWeights.Packed before = lease();
        float[] copy = ((float[]) before.array).clone();
        update();
        PackedWeights.Packed after = lease();
        assertThat((float[]) before.array).isEqualTo(copy);
        assertThat((float[]) after.array).contains(7f).isNotEqualTo(copy);
    }

    @Test
    void aCallThatNeverEndsCostsOneArray() {
        PackedWeights.Packed failed = lease();
        update();
        PackedWeights.Packed after = lease();
        assertThat(after).isNotSameAs(failed);
        weights.release(List.of(after));
        update();
        assertThat(lease()).isSameAs(after);
    }

    @Test
    void anArrayThatNobodyReadsIsUsedAgain() {
        PackedWeights.Packed before = lease();
        weights.release(List.of(before));
        update();
        assertThat(lease()).isSameAs(before);
        assertThat((float[]) before.array).contains(7f);
    }
}
