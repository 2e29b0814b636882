package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the float32 matrix product for one or two rows of A. A tile of one panel
/// would have too few accumulators there to keep the multipliers busy, so these take several
/// panels, `bps` apart, at once.
///
/// A tile: rows of A times a panel of B. `a[ao + r * ars + p]` is A's row r, `b` the packed panel
/// from `bo` on. The accumulators start from `from[fo + r * frs + ...]` and end in `c[co + r * crs
/// + ...]`, so `from` is C itself, or zeros with a row stride of 0. All accumulators stay in
///   registers; each is one chain of fused multiply-adds over ascending p.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorThinTiles {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorThinTiles() {}

    static void oneRowFourPanels(
            int k,
            float[] a,
            int ao,
            float[] b,
            int bo,
            int bps,
            float[] from,
            int fo,
            float[] c,
            int co) {
        int p1 = bo + bps;
        int p2 = p1 + bps;
        int p3 = p2 + bps;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector c2 = FloatVector.fromArray(SPECIES, from, fo + 2 * LANES);
        FloatVector c3 = FloatVector.fromArray(SPECIES, from, fo + 3 * LANES);
        FloatVector c4 = FloatVector.fromArray(SPECIES, from, fo + 4 * LANES);
        FloatVector c5 = FloatVector.fromArray(SPECIES, from, fo + 5 * LANES);
        FloatVector c6 = FloatVector.fromArray(SPECIES, from, fo + 6 * LANES);
        FloatVector c7 = FloatVector.fromArray(SPECIES, from, fo + 7 * LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p1 + p * (2 * LANES));
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p1 + p * (2 * LANES) + LANES);
            FloatVector b4 = FloatVector.fromArray(SPECIES, b, p2 + p * (2 * LANES));
            FloatVector b5 = FloatVector.fromArray(SPECIES, b, p2 + p * (2 * LANES) + LANES);
            FloatVector b6 = FloatVector.fromArray(SPECIES, b, p3 + p * (2 * LANES));
            FloatVector b7 = FloatVector.fromArray(SPECIES, b, p3 + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
            c1 = x0.fma(b1, c1);
            c2 = x0.fma(b2, c2);
            c3 = x0.fma(b3, c3);
            c4 = x0.fma(b4, c4);
            c5 = x0.fma(b5, c5);
            c6 = x0.fma(b6, c6);
            c7 = x0.fma(b7, c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + LANES);
        c2.intoArray(c, co + 2 * LANES);
        c3.intoArray(c, co + 3 * LANES);
        c4.intoArray(c, co + 4 * LANES);
        c5.intoArray(c, co + 5 * LANES);
        c6.intoArray(c, co + 6 * LANES);
        c7.intoArray(c, co + 7 * LANES);
    }

    static void twoRowsTwoPanels(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            int bps,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        int a1 = ao + ars;
        int f1 = fo + frs;
        int o1 = co + crs;
        int p1 = bo + bps;
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector ca2 = FloatVector.fromArray(SPECIES, from, fo + 2 * LANES);
        FloatVector ca3 = FloatVector.fromArray(SPECIES, from, fo + 3 * LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector cb2 = FloatVector.fromArray(SPECIES, from, f1 + 2 * LANES);
        FloatVector cb3 = FloatVector.fromArray(SPECIES, from, f1 + 3 * LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector b2 = FloatVector.fromArray(SPECIES, b, p1 + p * (2 * LANES));
            FloatVector b3 = FloatVector.fromArray(SPECIES, b, p1 + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            ca2 = x0.fma(b2, ca2);
            ca3 = x0.fma(b3, ca3);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            cb2 = x1.fma(b2, cb2);
            cb3 = x1.fma(b3, cb3);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        ca2.intoArray(c, co + 2 * LANES);
        ca3.intoArray(c, co + 3 * LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
        cb2.intoArray(c, o1 + 2 * LANES);
        cb3.intoArray(c, o1 + 3 * LANES);
    }
}
