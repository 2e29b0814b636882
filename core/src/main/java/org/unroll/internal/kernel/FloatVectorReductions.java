package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Sums and extremes of float32 rows and columns, a vector at a time, in the order that `Kernels`
/// states: the 16 partial sums are the lanes of one vector, or of several where vectors are
/// shorter, and then each vector takes a pass of its own.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorReductions {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int PARTIALS = FloatScalarReductions.PARTIALS;
    private static final int SQUARES_BLOCK = FloatScalarReductions.SQUARES_BLOCK;

    private FloatVectorReductions() {}

    static void rowSum(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            out[oo + r * ors] = sum(columns, x, xo + r * xrs, partials);
        }
    }

    /// The sum of one row.
    ///
    /// @param partials room for the partial sums
    static float sum(int n, float[] x, int xo, float[] partials) {
        for (int first = 0; first < PARTIALS; first += LANES) {
            partialSums(first, n, x, xo, partials);
        }
        return FloatScalarReductions.tree(partials);
    }

    /// Lanes that lie beyond the end add +0, which changes no partial sum: none is -0.
    private static void partialSums(int first, int n, float[] x, int xo, float[] partials) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = first;
        for (; i <= n - LANES; i += PARTIALS) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + i, rest));
        }
        sum.intoArray(partials, first);
    }

    static double sumOfSquares(int from, int to, float[] x) {
        float[] partials = new float[PARTIALS];
        double sum = 0;
        for (int block = from; block < to; block += SQUARES_BLOCK) {
            int n = Math.min(SQUARES_BLOCK, to - block);
            for (int first = 0; first < PARTIALS; first += LANES) {
                partialSquares(first, n, x, block, partials);
            }
            sum += FloatScalarReductions.tree(partials);
        }
        return sum;
    }

    private static void partialSquares(int first, int n, float[] x, int xo, float[] partials) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = first;
        for (; i <= n - LANES; i += PARTIALS) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            sum = v.fma(v, sum);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            sum = v.fma(v, sum);
        }
        sum.intoArray(partials, first);
    }

    /// The lanes' maxima are merged one by one: the order does not matter to a maximum.
    static float max(int n, float[] x, int xo, float[] lanes) {
        FloatVector best = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            best = best.max(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        best.intoArray(lanes, 0);
        float result = Float.NEGATIVE_INFINITY;
        for (int lane = 0; lane < LANES; lane++) {
            result = Math.max(result, lanes[lane]);
        }
        for (; i < n; i++) {
            result = Math.max(result, x[xo + i]);
        }
        return result;
    }

    static float min(int n, float[] x, int xo, float[] lanes) {
        FloatVector best = FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            best = best.min(FloatVector.fromArray(SPECIES, x, xo + i));
        }
        best.intoArray(lanes, 0);
        float result = Float.POSITIVE_INFINITY;
        for (int lane = 0; lane < LANES; lane++) {
            result = Math.min(result, lanes[lane]);
        }
        for (; i < n; i++) {
            result = Math.min(result, x[xo + i]);
        }
        return result;
    }

    /// Four vectors of columns at a time, so that the sums stay in registers.
    static void columnSum(int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo) {
        int j = 0;
        for (; j <= columns - 4 * LANES; j += 4 * LANES) {
            columnSum4(rows, x, xo + j, xrs, out, oo + j);
        }
        for (; j < columns; j += LANES) {
            columnSum1(rows, Math.min(LANES, columns - j), x, xo + j, xrs, out, oo + j);
        }
    }

    private static void columnSum4(int rows, float[] x, int xo, int xrs, float[] out, int oo) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, oo);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, oo + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, oo + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, oo + 3 * LANES);
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            s0 = s0.add(FloatVector.fromArray(SPECIES, x, row));
            s1 = s1.add(FloatVector.fromArray(SPECIES, x, row + LANES));
            s2 = s2.add(FloatVector.fromArray(SPECIES, x, row + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(SPECIES, x, row + 3 * LANES));
        }
        s0.intoArray(out, oo);
        s1.intoArray(out, oo + LANES);
        s2.intoArray(out, oo + 2 * LANES);
        s3.intoArray(out, oo + 3 * LANES);
    }

    private static void columnSum1(
            int rows, int width, float[] x, int xo, int xrs, float[] out, int oo) {
        VectorMask<Float> some = SPECIES.indexInRange(0, width);
        FloatVector sum = FloatVector.fromArray(SPECIES, out, oo, some);
        for (int r = 0; r < rows; r++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, xo + r * xrs, some));
        }
        sum.intoArray(out, oo, some);
    }

    static void columnProductSum(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo) {
        int j = 0;
        for (; j <= columns - 4 * LANES; j += 4 * LANES) {
            columnProductSum4(rows, x, xo + j, xrs, y, yo + j, yrs, out, oo + j);
        }
        for (; j < columns; j += LANES) {
            int width = Math.min(LANES, columns - j);
            columnProductSum1(rows, width, x, xo + j, xrs, y, yo + j, yrs, out, oo + j);
        }
    }

    private static void columnProductSum4(
            int rows, float[] x, int xo, int xrs, float[] y, int yo, int yrs, float[] out, int oo) {
        FloatVector s0 = FloatVector.fromArray(SPECIES, out, oo);
        FloatVector s1 = FloatVector.fromArray(SPECIES, out, oo + LANES);
        FloatVector s2 = FloatVector.fromArray(SPECIES, out, oo + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(SPECIES, out, oo + 3 * LANES);
        for (int r = 0; r < rows; r++) {
            int a = xo + r * xrs;
            int b = yo + r * yrs;
            FloatVector v0 = FloatVector.fromArray(SPECIES, x, a);
            FloatVector v1 = FloatVector.fromArray(SPECIES, x, a + LANES);
            FloatVector v2 = FloatVector.fromArray(SPECIES, x, a + 2 * LANES);
            FloatVector v3 = FloatVector.fromArray(SPECIES, x, a + 3 * LANES);
            s0 = s0.add(v0.mul(FloatVector.fromArray(SPECIES, y, b)));
            s1 = s1.add(v1.mul(FloatVector.fromArray(SPECIES, y, b + LANES)));
            s2 = s2.add(v2.mul(FloatVector.fromArray(SPECIES, y, b + 2 * LANES)));
            s3 = s3.add(v3.mul(FloatVector.fromArray(SPECIES, y, b + 3 * LANES)));
        }
        s0.intoArray(out, oo);
        s1.intoArray(out, oo + LANES);
        s2.intoArray(out, oo + 2 * LANES);
        s3.intoArray(out, oo + 3 * LANES);
    }

    private static void columnProductSum1(
            int rows,
            int width,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo) {
        VectorMask<Float> some = SPECIES.indexInRange(0, width);
        FloatVector sum = FloatVector.fromArray(SPECIES, out, oo, some);
        for (int r = 0; r < rows; r++) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + r * xrs, some);
            sum = sum.add(v.mul(FloatVector.fromArray(SPECIES, y, yo + r * yrs, some)));
        }
        sum.intoArray(out, oo, some);
    }

    static void addScaled(float factor, int n, float[] x, int xo, float[] out, int oo) {
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            f.fma(v, FloatVector.fromArray(SPECIES, out, oo + i)).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            FloatVector sum = FloatVector.fromArray(SPECIES, out, oo + i, rest);
            f.fma(v, sum).intoArray(out, oo + i, rest);
        }
    }
}
