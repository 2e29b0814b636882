package org.unroll.internal.kernel;

import static org.unroll.internal.kernel.Data.assertSameBits;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnpackedProductTest {
    /// Rows, columns, depth: divided by rows, by columns, not at all; several blocks along k.
    private static final int[][] SHAPES = {
        {40, 100, 600}, {333, 50, 150}, {1, 700, 3000}, {3, 4, 5}, {8, 1200, 300}, {5, 7, 0}
    };

    static Stream<Kernels<?>> kernels() {
        return Stream.of(KernelChoice.float32(), KernelChoice.float64());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    <A> void theSameBitsForAnyNumberOfThreads(Kernels<A> kernels) {
        Random random = new Random(1);
        for (int[] shape : SHAPES) {
            for (Start start : Start.values()) {
                for (int layout = start.ordinal(); layout < 4; layout += 2) {
                    check(kernels, shape[0], shape[1], shape[2], layout, start, random);
                }
            }
        }
    }

    private static <A> void check(
            Kernels<A> kernels, int m, int n, int k, int layout, Start start, Random random) {
        int ars = (layout & 1) == 0 ? k : 1;
        int acs = (layout & 1) == 0 ? 1 : m;
        int brs = layout < 2 ? n : 1;
        int bcs = layout < 2 ? 1 : k;
        int crs = n + 3;
        A a = Data.ordinary(kernels, 1 + m * k, random);
        A b = Data.ordinary(kernels, 2 + k * n, random);
        A c = Data.ordinary(kernels, 3 + m * crs, random);
        A expected = Data.copyOf(kernels, c);
        A packed = kernels.allocate(1 + kernels.packedLength(k, n));
        kernels.pack(k, n, b, 2, brs, bcs, packed, 1);
        kernels.multiply(m, n, k, a, 1, ars, acs, packed, 1, expected, 3, crs, start);
        for (int threads : new int[] {1, 2, 3, 8}) {
            String what = "%d x %d x %d, layout %d, %d threads";
            String name = what.formatted(m, n, k, layout, threads);
            Parallel.runWith(
                    threads,
                    () -> {
                        A actual = Data.copyOf(kernels, c);
                        UnpackedProduct.multiply(
                                kernels, m, n, k, a, 1, ars, acs, b, 2, brs, bcs, actual, 3, crs,
                                start);
                        assertSameBits(kernels, actual, expected, name);
                    });
        }
    }
}
