package org.unroll.internal.kernel;

import java.util.Arrays;

/// Sums and extremes of float32 rows and columns, one value at a time, in the order that `Kernels`
/// states.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarReductions {
    static final int PARTIALS = 16;
    static final int SQUARES_BLOCK = 1024;

    private FloatScalarReductions() {}

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
        Arrays.fill(partials, 0f);
        for (int j = 0; j < n; j++) {
            partials[j % PARTIALS] += x[xo + j];
        }
        return tree(partials);
    }

    /// Adds up 16 partial sums: each of the first half takes in its partner, and so on.
    static float tree(float[] p) {
        float a = (p[0] + p[8]) + (p[4] + p[12]);
        float b = (p[1] + p[9]) + (p[5] + p[13]);
        float c = (p[2] + p[10]) + (p[6] + p[14]);
        float d = (p[3] + p[11]) + (p[7] + p[15]);
        return (a + c) + (b + d);
    }

    static void rowMax(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            float best = Float.NEGATIVE_INFINITY;
            int row = xo + r * xrs;
            for (int j = 0; j < columns; j++) {
                best = Math.max(best, x[row + j]);
            }
            out[oo + r * ors] = best;
        }
    }

    static void rowMin(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            float best = Float.POSITIVE_INFINITY;
            int row = xo + r * xrs;
            for (int j = 0; j < columns; j++) {
                best = Math.min(best, x[row + j]);
            }
            out[oo + r * ors] = best;
        }
    }

    static void columnSum(int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo) {
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            for (int j = 0; j < columns; j++) {
                out[oo + j] += x[row + j];
            }
        }
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
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                out[oo + j] += x[xo + r * xrs + j] * y[yo + r * yrs + j];
            }
        }
    }

    static double sumOfSquares(int from, int to, float[] x) {
        float[] partials = new float[PARTIALS];
        double sum = 0;
        for (int block = from; block < to; block += SQUARES_BLOCK) {
            Arrays.fill(partials, 0f);
            int n = Math.min(SQUARES_BLOCK, to - block);
            for (int j = 0; j < n; j++) {
                float v = x[block + j];
                partials[j % PARTIALS] = Math.fma(v, v, partials[j % PARTIALS]);
            }
            sum += tree(partials);
        }
        return sum;
    }
}
