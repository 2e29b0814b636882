package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the float32 matrix product over panels two vectors wide: a method for each
/// number of rows.
///
/// A tile: rows of A times a panel of B. `a[ao + r * ars + p]` is A's row r, `b` the packed panel
/// from `bo` on. The accumulators of row r start from what is at `from[fo + r * frs]` and end at
/// `c[co + r * crs]`, so `from` is C itself, or zeros with a row stride of 0. All of them stay in
/// registers; each is one chain of fused multiply-adds over ascending p.
///
/// The methods are alike but for the number of rows: only local variables stay in registers, and a
/// method has a fixed number of them.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorWideTiles {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorWideTiles() {}

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
            case 6 -> six(k, a, ao, ars, b, bo, from, fo, frs, c, co, crs);
            case 5 -> five(k, a, ao, ars, b, bo, from, fo, frs, c, co, crs);
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
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector cc0 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector cc1 = FloatVector.fromArray(SPECIES, from, f2 + LANES);
        FloatVector cd0 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector cd1 = FloatVector.fromArray(SPECIES, from, f3 + LANES);
        FloatVector ce0 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector ce1 = FloatVector.fromArray(SPECIES, from, f4 + LANES);
        FloatVector cf0 = FloatVector.fromArray(SPECIES, from, f5);
        FloatVector cf1 = FloatVector.fromArray(SPECIES, from, f5 + LANES);
        FloatVector cg0 = FloatVector.fromArray(SPECIES, from, f6);
        FloatVector cg1 = FloatVector.fromArray(SPECIES, from, f6 + LANES);
        FloatVector ch0 = FloatVector.fromArray(SPECIES, from, f7);
        FloatVector ch1 = FloatVector.fromArray(SPECIES, from, f7 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            cd0 = x3.fma(b0, cd0);
            cd1 = x3.fma(b1, cd1);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            ce0 = x4.fma(b0, ce0);
            ce1 = x4.fma(b1, ce1);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            cf0 = x5.fma(b0, cf0);
            cf1 = x5.fma(b1, cf1);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[a6 + p]);
            cg0 = x6.fma(b0, cg0);
            cg1 = x6.fma(b1, cg1);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[a7 + p]);
            ch0 = x7.fma(b0, ch0);
            ch1 = x7.fma(b1, ch1);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
        cc0.intoArray(c, o2);
        cc1.intoArray(c, o2 + LANES);
        cd0.intoArray(c, o3);
        cd1.intoArray(c, o3 + LANES);
        ce0.intoArray(c, o4);
        ce1.intoArray(c, o4 + LANES);
        cf0.intoArray(c, o5);
        cf1.intoArray(c, o5 + LANES);
        cg0.intoArray(c, o6);
        cg1.intoArray(c, o6 + LANES);
        ch0.intoArray(c, o7);
        ch1.intoArray(c, o7 + LANES);
    }

    private static void six(
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
        int f1 = fo + frs;
        int f2 = f1 + frs;
        int f3 = f2 + frs;
        int f4 = f3 + frs;
        int f5 = f4 + frs;
        int o1 = co + crs;
        int o2 = o1 + crs;
        int o3 = o2 + crs;
        int o4 = o3 + crs;
        int o5 = o4 + crs;
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector cc0 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector cc1 = FloatVector.fromArray(SPECIES, from, f2 + LANES);
        FloatVector cd0 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector cd1 = FloatVector.fromArray(SPECIES, from, f3 + LANES);
        FloatVector ce0 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector ce1 = FloatVector.fromArray(SPECIES, from, f4 + LANES);
        FloatVector cf0 = FloatVector.fromArray(SPECIES, from, f5);
        FloatVector cf1 = FloatVector.fromArray(SPECIES, from, f5 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            cd0 = x3.fma(b0, cd0);
            cd1 = x3.fma(b1, cd1);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            ce0 = x4.fma(b0, ce0);
            ce1 = x4.fma(b1, ce1);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[a5 + p]);
            cf0 = x5.fma(b0, cf0);
            cf1 = x5.fma(b1, cf1);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
        cc0.intoArray(c, o2);
        cc1.intoArray(c, o2 + LANES);
        cd0.intoArray(c, o3);
        cd1.intoArray(c, o3 + LANES);
        ce0.intoArray(c, o4);
        ce1.intoArray(c, o4 + LANES);
        cf0.intoArray(c, o5);
        cf1.intoArray(c, o5 + LANES);
    }

    private static void five(
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
        int f1 = fo + frs;
        int f2 = f1 + frs;
        int f3 = f2 + frs;
        int f4 = f3 + frs;
        int o1 = co + crs;
        int o2 = o1 + crs;
        int o3 = o2 + crs;
        int o4 = o3 + crs;
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector cc0 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector cc1 = FloatVector.fromArray(SPECIES, from, f2 + LANES);
        FloatVector cd0 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector cd1 = FloatVector.fromArray(SPECIES, from, f3 + LANES);
        FloatVector ce0 = FloatVector.fromArray(SPECIES, from, f4);
        FloatVector ce1 = FloatVector.fromArray(SPECIES, from, f4 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            cd0 = x3.fma(b0, cd0);
            cd1 = x3.fma(b1, cd1);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[a4 + p]);
            ce0 = x4.fma(b0, ce0);
            ce1 = x4.fma(b1, ce1);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
        cc0.intoArray(c, o2);
        cc1.intoArray(c, o2 + LANES);
        cd0.intoArray(c, o3);
        cd1.intoArray(c, o3 + LANES);
        ce0.intoArray(c, o4);
        ce1.intoArray(c, o4 + LANES);
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
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        FloatVector cc0 = FloatVector.fromArray(SPECIES, from, f2);
        FloatVector cc1 = FloatVector.fromArray(SPECIES, from, f2 + LANES);
        FloatVector cd0 = FloatVector.fromArray(SPECIES, from, f3);
        FloatVector cd1 = FloatVector.fromArray(SPECIES, from, f3 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[a2 + p]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[a3 + p]);
            cd0 = x3.fma(b0, cd0);
            cd1 = x3.fma(b1, cd1);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
        cc0.intoArray(c, o2);
        cc1.intoArray(c, o2 + LANES);
        cd0.intoArray(c, o3);
        cd1.intoArray(c, o3 + LANES);
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
        FloatVector ca0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector ca1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        FloatVector cb0 = FloatVector.fromArray(SPECIES, from, f1);
        FloatVector cb1 = FloatVector.fromArray(SPECIES, from, f1 + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[a1 + p]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
        }
        ca0.intoArray(c, co);
        ca1.intoArray(c, co + LANES);
        cb0.intoArray(c, o1);
        cb1.intoArray(c, o1 + LANES);
    }

    private static void one(
            int k, float[] a, int ao, float[] b, int bo, float[] from, int fo, float[] c, int co) {
        FloatVector c0 = FloatVector.fromArray(SPECIES, from, fo);
        FloatVector c1 = FloatVector.fromArray(SPECIES, from, fo + LANES);
        for (int p = 0; p < k; p++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES));
            FloatVector b1 = FloatVector.fromArray(SPECIES, b, bo + p * (2 * LANES) + LANES);
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p]);
            c0 = x0.fma(b0, c0);
            c1 = x0.fma(b1, c1);
        }
        c0.intoArray(c, co);
        c1.intoArray(c, co + LANES);
    }
}
