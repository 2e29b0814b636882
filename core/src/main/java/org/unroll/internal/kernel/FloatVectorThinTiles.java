package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the float32 matrix product for one or two rows of A. A tile of one panel
/// would have too few accumulators there to keep the multipliers busy, so these take several panels
/// at once, which need not stand side by side.
///
/// A tile: rows of A times panels of B. `a[ao + r * ars + p]` is A's row r, and panel i begins at
/// `b[bi]`. Its accumulators of row r start from what is at `from[(ci & fm) + r * frs]` and end at
/// `c[ci + r * crs]`, so `from` is C itself with a mask `fm` of -1, or zeros with a mask and a row
/// stride of 0. All of them stay in registers; each is one chain of fused multiply-adds over
/// ascending p.
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
            int b0,
            int b1,
            int b2,
            int b3,
            float[] from,
            int fm,
            float[] c,
            int c0,
            int c1,
            int c2,
            int c3) {
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, c0 & fm);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, (c0 & fm) + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, c1 & fm);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, (c1 & fm) + LANES);
        FloatVector l2 = FloatVector.fromArray(SPECIES, from, c2 & fm);
        FloatVector r2 = FloatVector.fromArray(SPECIES, from, (c2 & fm) + LANES);
        FloatVector l3 = FloatVector.fromArray(SPECIES, from, c3 & fm);
        FloatVector r3 = FloatVector.fromArray(SPECIES, from, (c3 & fm) + LANES);
        for (int p = 0; p < k; p++) {
            int at = p * (2 * LANES);
            FloatVector u0 = FloatVector.fromArray(SPECIES, b, b0 + at);
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + at + LANES);
            FloatVector u1 = FloatVector.fromArray(SPECIES, b, b1 + at);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b1 + at + LANES);
            FloatVector u2 = FloatVector.fromArray(SPECIES, b, b2 + at);
            FloatVector v2 = FloatVector.fromArray(SPECIES, b, b2 + at + LANES);
            FloatVector u3 = FloatVector.fromArray(SPECIES, b, b3 + at);
            FloatVector v3 = FloatVector.fromArray(SPECIES, b, b3 + at + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[ao + p]);
            l0 = x.fma(u0, l0);
            r0 = x.fma(v0, r0);
            l1 = x.fma(u1, l1);
            r1 = x.fma(v1, r1);
            l2 = x.fma(u2, l2);
            r2 = x.fma(v2, r2);
            l3 = x.fma(u3, l3);
            r3 = x.fma(v3, r3);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
        l2.intoArray(c, c2);
        r2.intoArray(c, c2 + LANES);
        l3.intoArray(c, c3);
        r3.intoArray(c, c3 + LANES);
    }

    static void oneRowTwoPanels(
            int k,
            float[] a,
            int ao,
            float[] b,
            int b0,
            int b1,
            float[] from,
            int fm,
            float[] c,
            int c0,
            int c1) {
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, c0 & fm);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, (c0 & fm) + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, c1 & fm);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, (c1 & fm) + LANES);
        for (int p = 0; p < k; p++) {
            int at = p * (2 * LANES);
            FloatVector u0 = FloatVector.fromArray(SPECIES, b, b0 + at);
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + at + LANES);
            FloatVector u1 = FloatVector.fromArray(SPECIES, b, b1 + at);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b1 + at + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[ao + p]);
            l0 = x.fma(u0, l0);
            r0 = x.fma(v0, r0);
            l1 = x.fma(u1, l1);
            r1 = x.fma(v1, r1);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
    }

    static void twoRowsTwoPanels(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int b0,
            int b1,
            float[] from,
            int fm,
            int frs,
            float[] c,
            int c0,
            int c1,
            int crs) {
        int a1 = ao + ars;
        FloatVector l0 = FloatVector.fromArray(SPECIES, from, c0 & fm);
        FloatVector r0 = FloatVector.fromArray(SPECIES, from, (c0 & fm) + LANES);
        FloatVector l1 = FloatVector.fromArray(SPECIES, from, c1 & fm);
        FloatVector r1 = FloatVector.fromArray(SPECIES, from, (c1 & fm) + LANES);
        FloatVector m0 = FloatVector.fromArray(SPECIES, from, (c0 & fm) + frs);
        FloatVector s0 = FloatVector.fromArray(SPECIES, from, (c0 & fm) + frs + LANES);
        FloatVector m1 = FloatVector.fromArray(SPECIES, from, (c1 & fm) + frs);
        FloatVector s1 = FloatVector.fromArray(SPECIES, from, (c1 & fm) + frs + LANES);
        for (int p = 0; p < k; p++) {
            int at = p * (2 * LANES);
            FloatVector u0 = FloatVector.fromArray(SPECIES, b, b0 + at);
            FloatVector v0 = FloatVector.fromArray(SPECIES, b, b0 + at + LANES);
            FloatVector u1 = FloatVector.fromArray(SPECIES, b, b1 + at);
            FloatVector v1 = FloatVector.fromArray(SPECIES, b, b1 + at + LANES);
            FloatVector x = FloatVector.broadcast(SPECIES, a[ao + p]);
            l0 = x.fma(u0, l0);
            r0 = x.fma(v0, r0);
            l1 = x.fma(u1, l1);
            r1 = x.fma(v1, r1);
            FloatVector y = FloatVector.broadcast(SPECIES, a[a1 + p]);
            m0 = y.fma(u0, m0);
            s0 = y.fma(v0, s0);
            m1 = y.fma(u1, m1);
            s1 = y.fma(v1, s1);
        }
        l0.intoArray(c, c0);
        r0.intoArray(c, c0 + LANES);
        m0.intoArray(c, c0 + crs);
        s0.intoArray(c, c0 + crs + LANES);
        l1.intoArray(c, c1);
        r1.intoArray(c, c1 + LANES);
        m1.intoArray(c, c1 + crs);
        s1.intoArray(c, c1 + crs + LANES);
    }
}
