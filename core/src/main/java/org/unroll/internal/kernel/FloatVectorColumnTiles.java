package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// The inner loops of the float32 matrix product for a left operand whose columns lie densely, as
/// that of a weight's gradient does, `xᵀ · y`. A block of it is copied in groups of eight rows: of
/// each step of k, the eight numbers one after the other. That is a copy of short runs, where rows
/// one after the other would be a transposition, which took a fifth of such a product's time.
///
/// A tile: a group times a panel of B. The tiles are those of [FloatVectorWideTiles] and
/// [FloatVectorNarrowTiles] with 8 instead of 1 between two steps of k. With that as an argument
/// one tile could do both, but it was slower, a wide one by 3 percent and a narrow one by a tenth.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorColumnTiles {
    /// Rows of a group.
    static final int GROUP = 8;

    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    /// The lanes of a vector, or half of them: vectors of another width beside the kernels' own
    /// would make the JIT compiler guess, in all kernels, which of the two it has, and box them.
    private static final VectorMask<Float> LOW = SPECIES.indexInRange(0, Math.min(LANES, GROUP));

    private static final VectorMask<Float> HIGH = LOW.not();

    private FloatVectorColumnTiles() {}

    /// Copies whole groups of a block of A: `copy[g * GROUP * k + p * GROUP + r] = a[ao + g * GROUP
    /// + r + p * acs]`. Two groups at a time, which share a line of the cache.
    static void copy(int groups, int k, float[] a, int ao, int acs, float[] copy) {
        int g = 0;
        for (; g + 2 <= groups; g += 2) {
            copyTwo(k, a, ao + g * GROUP, acs, copy, g * GROUP * k, (g + 1) * GROUP * k);
        }
        if (g < groups) {
            copyOne(k, a, ao + g * GROUP, acs, copy, g * GROUP * k);
        }
    }

    private static void copyOne(int k, float[] a, int ao, int acs, float[] copy, int to) {
        for (int p = 0; p < k; p++) {
            for (int r = 0; r < GROUP; r += LANES) {
                FloatVector.fromArray(SPECIES, a, ao + p * acs + r, LOW)
                        .intoArray(copy, to + p * GROUP + r, LOW);
            }
        }
    }

    private static void copyTwo(
            int k, float[] a, int ao, int acs, float[] copy, int first, int second) {
        if (LANES <= GROUP) {
            copyOne(k, a, ao, acs, copy, first);
            copyOne(k, a, ao + GROUP, acs, copy, second);
            return;
        }
        for (int p = 0; p < k; p++) {
            FloatVector both = FloatVector.fromArray(SPECIES, a, ao + p * acs);
            both.intoArray(copy, first + p * GROUP, LOW);
            both.intoArray(copy, second + (p - 1) * GROUP, HIGH);
        }
    }

    /// A group times a panel of one or two vectors.
    static void group(
            boolean wide,
            int k,
            float[] a,
            int ao,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
        if (!wide) {
            narrow(k, a, ao, b, bo, from, fo, frs, c, co, crs);
        } else if (VectorWidth.MANY_REGISTERS) {
            eight(k, a, ao, b, bo, from, fo, frs, c, co, crs);
        } else {
            four(k, a, ao, b, bo, from, fo, frs, c, co, crs);
            four(k, a, ao + 4, b, bo, from, fo + 4 * frs, frs, c, co + 4 * crs, crs);
        }
    }

    /// Sixteen sums, with 32 registers.
    private static void eight(
            int k,
            float[] a,
            int ao,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
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
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 1]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 2]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 3]);
            cd0 = x3.fma(b0, cd0);
            cd1 = x3.fma(b1, cd1);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 4]);
            ce0 = x4.fma(b0, ce0);
            ce1 = x4.fma(b1, ce1);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 5]);
            cf0 = x5.fma(b0, cf0);
            cf1 = x5.fma(b1, cf1);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 6]);
            cg0 = x6.fma(b0, cg0);
            cg1 = x6.fma(b1, cg1);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 7]);
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

    /// Half of a group.
    private static void four(
            int k,
            float[] a,
            int ao,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
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
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP]);
            ca0 = x0.fma(b0, ca0);
            ca1 = x0.fma(b1, ca1);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 1]);
            cb0 = x1.fma(b0, cb0);
            cb1 = x1.fma(b1, cb1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 2]);
            cc0 = x2.fma(b0, cc0);
            cc1 = x2.fma(b1, cc1);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 3]);
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

    /// A panel of one vector.
    private static void narrow(
            int k,
            float[] a,
            int ao,
            float[] b,
            int bo,
            float[] from,
            int fo,
            int frs,
            float[] c,
            int co,
            int crs) {
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
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP]);
            c0 = x0.fma(b0, c0);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 1]);
            c1 = x1.fma(b0, c1);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 2]);
            c2 = x2.fma(b0, c2);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 3]);
            c3 = x3.fma(b0, c3);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 4]);
            c4 = x4.fma(b0, c4);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 5]);
            c5 = x5.fma(b0, c5);
            FloatVector x6 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 6]);
            c6 = x6.fma(b0, c6);
            FloatVector x7 = FloatVector.broadcast(SPECIES, a[ao + p * GROUP + 7]);
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
}
