package org.unroll.internal.kernel;

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
            for (int i = 0; i < PARTIALS; i++) {
                partials[i] = 0f;
            }
            int row = xo + r * xrs;
            for (int j = 0; j < columns; j++) {
                partials[j % PARTIALS] += x[row + j];
            }
            out[oo + r * ors] = tree(partials);
        }
    }

    /// Adds up 16 partial sums, spoiling them.
    static float tree(float[] partials) {
        for (int half = PARTIALS / 2; half > 0; half /= 2) {
            for (int i = 0; i < half; i++) {
                partials[i] += partials[i + half];
            }
        }
        return partials[0];
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

    static double sumOfSquares(int from, int to, float[] x) {
        float[] partials = new float[PARTIALS];
        double sum = 0;
        for (int block = from; block < to; block += SQUARES_BLOCK) {
            for (int i = 0; i < PARTIALS; i++) {
                partials[i] = 0f;
            }
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
