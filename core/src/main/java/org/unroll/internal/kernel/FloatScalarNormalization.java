package org.unroll.internal.kernel;

import java.util.Arrays;

/// Normalisation of float32 rows and its derivative, one value at a time, in the order that
/// `Kernels` states.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarNormalization {
    private static final int PARTIALS = FloatScalarReductions.PARTIALS;

    private FloatScalarNormalization() {}

    static void inverseDeviation(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float epsilon,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            float mean = FloatScalarReductions.sum(n, x, row, partials) / n;
            Arrays.fill(partials, 0f);
            for (int j = 0; j < n; j++) {
                float d = x[row + j] - mean;
                partials[j % PARTIALS] = Math.fma(d, d, partials[j % PARTIALS]);
            }
            out[oo + r * ors] = inverse(partials, n, epsilon);
        }
    }

    /// One over the deviation, from the sums of squares.
    static float inverse(float[] squares, int n, float epsilon) {
        return 1f / (float) Math.sqrt(FloatScalarReductions.tree(squares) / n + epsilon);
    }

    static void normalize(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] s,
            int so,
            int srs,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            float mean = FloatScalarReductions.sum(n, x, row, partials) / n;
            float factor = s[so + r * srs];
            for (int j = 0; j < n; j++) {
                out[oo + r * ors + j] = (x[row + j] - mean) * factor;
            }
        }
    }

    static void gradient(
            int rows,
            int n,
            float[] y,
            int yo,
            int yrs,
            float[] s,
            int so,
            int srs,
            float[] g,
            int go,
            int grs,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int yr = yo + r * yrs;
            int gr = go + r * grs;
            float mean = FloatScalarReductions.sum(n, g, gr, partials) / n;
            Arrays.fill(partials, 0f);
            for (int j = 0; j < n; j++) {
                partials[j % PARTIALS] = Math.fma(g[gr + j], y[yr + j], partials[j % PARTIALS]);
            }
            float product = FloatScalarReductions.tree(partials) / n;
            float factor = s[so + r * srs];
            for (int j = 0; j < n; j++) {
                float part = Math.fma(-y[yr + j], product, g[gr + j] - mean);
                out[oo + r * ors + j] = part * factor;
            }
        }
    }
}
