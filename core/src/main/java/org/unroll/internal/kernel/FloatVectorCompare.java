package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Comparisons of two float32 values, which give 1 or 0, a vector at a time; a loop of its own for
/// each, as in [FloatVectorBinary] and for the same reason.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorCompare {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorCompare() {}

    static void greater(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.GT, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.GT, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    static void greaterEqual(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.GE, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.GE, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    static void less(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.LT, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.LT, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    static void lessEqual(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.LE, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.LE, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    static void equal(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.EQ, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.EQ, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    static void notEqual(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.NE, b))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                FloatVector.zero(SPECIES)
                        .blend(1f, a.compare(VectorOperators.NE, b))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    /// `mask != 0 ? x : y`. `mm`, `xm` and `ym` are -1 for an operand that advances, and 0 for one
    /// value that is there as many times as a vector has lanes: its index stays where it is.
    static void select(
            int n,
            float[] mask,
            int mo,
            int mm,
            float[] x,
            int xo,
            int xm,
            float[] y,
            int yo,
            int ym,
            float[] out,
            int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector m = FloatVector.fromArray(SPECIES, mask, mo + (i & mm));
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            b.blend(a, m.compare(VectorOperators.NE, 0f)).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector m = FloatVector.fromArray(SPECIES, mask, mo + (i & mm), rest);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            b.blend(a, m.compare(VectorOperators.NE, 0f)).intoArray(out, oo + i, rest);
        }
    }
}
