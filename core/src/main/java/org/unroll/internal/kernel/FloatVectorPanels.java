package org.unroll.internal.kernel;

/// Some panels of the float32 matrix product for one or two rows: what a thread computes of a
/// timestep whose columns are divided over threads.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorPanels {
    private static final float[] ZEROS = FloatVectorProduct.ZEROS;
    private static final int PANEL = FloatVectorPacking.PANEL;

    /// Along k: four panels of this length have 512 KiB at 512 bits.
    private static final int LONG = 1024;

    private FloatVectorPanels() {}

    /// As [Kernels#multiplyPanels], as far as whole tiles go.
    ///
    /// @return how many of the panels were computed, the first ones; none for more rows
    static int multiply(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int ars,
            float[] packed,
            float[] c,
            int co,
            int crs,
            Start start,
            int[] panels) {
        int last = panels.length - 1;
        boolean cut = last >= 0 && (panels[last] + 1) * PANEL > n;
        int full = cut ? last : panels.length;
        return switch (m) {
            case 1 -> one(k, a, ao, packed, c, co, start, panels, full);
            case 2 -> two(k, a, ao, ars, packed, c, co, crs, start, panels, full);
            default -> 0;
        };
    }

    private static int one(
            int k,
            float[] a,
            int ao,
            float[] packed,
            float[] c,
            int co,
            Start start,
            int[] panels,
            int full) {
        float[] from = start == Start.ZERO ? ZEROS : c;
        int fm = start == Start.ZERO ? 0 : -1;
        int i = 0;
        // Four panels of a long one would fill a second-level cache before any of them is done
        for (; k > LONG && i + 2 <= full; i += 2) {
            int j0 = panels[i] * PANEL;
            int j1 = panels[i + 1] * PANEL;
            FloatVectorThinTiles.oneRowTwoPanels(
                    k, a, ao, packed, j0 * k, j1 * k, from, fm, c, co + j0, co + j1);
        }
        for (; i + 4 <= full; i += 4) {
            int j0 = panels[i] * PANEL;
            int j1 = panels[i + 1] * PANEL;
            int j2 = panels[i + 2] * PANEL;
            int j3 = panels[i + 3] * PANEL;
            FloatVectorThinTiles.oneRowFourPanels(
                    k, a, ao, packed, j0 * k, j1 * k, j2 * k, j3 * k, from, fm, c, co + j0, co + j1,
                    co + j2, co + j3);
        }
        return i;
    }

    private static int two(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] packed,
            float[] c,
            int co,
            int crs,
            Start start,
            int[] panels,
            int full) {
        float[] from = start == Start.ZERO ? ZEROS : c;
        int fm = start == Start.ZERO ? 0 : -1;
        int i = 0;
        for (; i + 2 <= full; i += 2) {
            int j0 = panels[i] * PANEL;
            int j1 = panels[i + 1] * PANEL;
            FloatVectorThinTiles.twoRowsTwoPanels(
                    k, a, ao, ars, packed, j0 * k, j1 * k, from, fm, crs & fm, c, co + j0, co + j1,
                    crs);
        }
        return i;
    }
}
