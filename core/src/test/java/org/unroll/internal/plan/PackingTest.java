package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Matrices put together of weights are packed like the same numbers in one array.
class PackingTest {
    private static final Kernels<Object> KERNELS = Typed.kernels(DType.FLOAT32);

    private final Tensor wide = Rng.seeded(1).normal(DType.FLOAT32, 0, 1, 192, 256);
    private final Tensor high = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 256, 192);
    private final Tensor odd = Rng.seeded(3).normal(DType.FLOAT32, 0, 1, 192, 35);
    private final List<Tensor> weights = List.of(wide, high, odd);

    private final Panel wideOne = Panel.whole(0, 192, 256);
    private final Panel highOne = Panel.whole(1, 256, 192);
    private final Panel oddOne = Panel.whole(2, 192, 35);

    private List<Panel> panels() {
        return List.of(
                wideOne,
                highOne.transposed(),
                oddOne,
                oddOne.transposed(),
                wideOne.columns(64, 150),
                wideOne.rows(3, 50),
                Panel.beside(List.of(wideOne, highOne.transposed(), oddOne)),
                Panel.beside(List.of(oddOne, wideOne)),
                Panel.stacked(List.of(wideOne, highOne.transposed())),
                Panel.stacked(List.of(oddOne, oddOne.rows(5, 20))),
                Panel.stacked(
                        List.of(
                                Panel.beside(List.of(wideOne.columns(0, 128), oddOne)),
                                Panel.beside(List.of(oddOne, wideOne.columns(0, 128))))));
    }

    @Test
    void isThatOfTheWhole() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            for (Panel panel : panels()) {
                float[] packed = empty(panel);
                Packing packing = new Packing();
                packing.add(new PackedWeights.Wanted(KERNELS, panel, weights), packed);
                Parallel.runWith(threads, packing::run);
                assertThat(packed).isEqualTo(expected(panel));
            }
        }
    }

    @Test
    void manyAtOnce() {
        for (int threads : new int[] {1, 2, 3, 8}) {
            Packing packing = new Packing();
            List<float[]> packed = new ArrayList<>();
            for (Panel panel : panels()) {
                packed.add(empty(panel));
                packing.add(new PackedWeights.Wanted(KERNELS, panel, weights), packed.getLast());
            }
            Parallel.runWith(threads, packing::run);
            for (int i = 0; i < packed.size(); i++) {
                assertThat(packed.get(i)).isEqualTo(expected(panels().get(i)));
            }
        }
    }

    @Test
    void nothing() {
        Packing packing = new Packing();
        packing.add(new PackedWeights.Wanted(KERNELS, wideOne.rows(7, 7), weights), new float[0]);
        packing.run();
        new Packing().run();
    }

    private static float[] empty(Panel panel) {
        float[] array = new float[KERNELS.packedLength(panel.rows(), panel.columns())];
        Arrays.fill(array, Float.NaN); // every number is to be written
        return array;
    }

    private float[] expected(Panel panel) {
        float[] whole = new float[panel.rows() * panel.columns()];
        for (Panel.Patch patch : panel.patches()) {
            Tensor weight = weights.get(patch.tensor());
            Tensor from = patch.transposed() ? weight.transposed() : weight;
            float[] numbers = from.toFloats();
            for (int i = 0; i < patch.rows(); i++) {
                for (int j = 0; j < patch.columns(); j++) {
                    whole[(patch.row() + i) * panel.columns() + patch.column() + j] =
                            numbers[(patch.fromRow() + i) * from.dim(1) + patch.fromColumn() + j];
                }
            }
        }
        float[] packed = empty(panel);
        KERNELS.pack(panel.rows(), panel.columns(), whole, 0, panel.columns(), 1, packed, 0);
        return packed;
    }
}
