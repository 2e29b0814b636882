package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the float32 matrix product over the last panel, where one vector is wide
/// enough.
///
/// A tile: rows of A times a panel of B. `a[ao + r * ars + p]` is A's row r, `b` the packed panel
/// from `bo` on. The accumulators of row r start from what is at `from[fo + r * frs]` and end at
/// `c[co + r * crs]`, so `from` is C itself, or zeros with a row stride of 0. All of them stay in
/// registers; each is one chain of fused multiply-adds over ascending p.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorNarrowTiles {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorNarrowTiles() {}

    static void rows(
            int rows,
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        switch (rows) {
            case 8 -> eight(k, a, ao, ars, b, bo, from, fo, frs, c, co, crs);
            case 4 -> four(k, a, ao, ars, b, bo, from, fo, frs, c, co, crs);
            case 2 -> two(k, a, ao, ars, b, bo, from, fo, frs, c, co, crs);
            default -> one(k, a, ao, b, bo, from, fo, c, co);
        }
    }

    private static void eight(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        int a1 = ao + ars;
        int a2 = a1 + ars;
        int a3 = a2 + ars;
        int a4 = a3 + ars;
        int a5 = a4 + ars;
        int a6 = a5 + ars;
        int a7 = a6 + ars;
        int f1 = fo + frs;
        int f2 = f1 + frs;
        int f3 = f2 + frs;
        int f4 = f3 + frs;
        int f5 = f4 + frs;
        int f6 = f5 + frs;
        int f7 = f6 + frs;
        int o1 = co + crs;
        int o2 = o1 + crs;
        int o3 = o2 + crs;
        int o4 = o3 + crs;
        int o5 = o4 + crs;
        int o6 = o5 + crs;
        int o7 = o6 + crs;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector c2 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector c3 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector c4 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector c5 = FloatVector.fromArray(SPECIES, from, f5);
        FloatVector c6 = FloatVector.fromArray(SPECIES, from, f6);
        FloatVector c7 = FloatVector.fromArray(SPECIES, from, f7);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c1 = x1.fma(b0, c1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c2 = x2.fma(b0, c2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            c3 = x3.fma(b0, c3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            c4 = x4.fma(b0, c4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            c5 = x5.fma(b0, c5);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
            c6 = x6.fma(b0, c6);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
            c7 = x7.fma(b0, c7);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, o1);
        c2.intoArray(c, o2);
        c3.intoArray(c, o3);
        c4.intoArray(c, o4);
        c5.intoArray(c, o5);
        c6.intoArray(c, o6);
        c7.intoArray(c, o7);
    }

    private static void four(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        int a1 = ao + ars;
        int a2 = a1 + ars;
        int a3 = a2 + ars;
        int f1 = fo + frs;
        int f2 = f1 + frs;
        int f3 = f2 + frs;
        int o1 = co + crs;
        int o2 = o1 + crs;
        int o3 = o2 + crs;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector c2 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector c3 = FloatVector.fromArray(SPECIES, from, f3);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c1 = x1.fma(b0, c1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            c2 = x2.fma(b0, c2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            c3 = x3.fma(b0, c3);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, o1);
        c2.intoArray(c, o2);
        c3.intoArray(c, o3);
    }

    private static void two(
            int k,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        int a1 = ao + ars;
        int f1 = fo + frs;
        int o1 = co + crs;
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, f1);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            c1 = x1.fma(b0, c1);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, o1);
    }

    private static void one(
            int k, float[] a, int ao, float[] b, int bo, float[] from, int fo, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
        }
        c0.intoArray(c, co);
    }
}
