package org.unroll.internal.kernel;

/// Transposes float32 matrices in blocks of 4 x 4, and these in strips of 16 columns, so that the
/// cache lines of both sides are used up while they are there.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatTransposition {
    private static final int BLOCK = 4;
    private static final int STRIP = 16;

    private FloatTransposition() {}

    /// `out[oo + c * ors + r] = x[xo + r * xrs + c]` for r < rows and c < columns.
    static void transpose(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int c = 0; c < columns; c += STRIP) {
            int width = Math.min(STRIP, columns - c);
            strip(rows, width, x, xo + c, xrs, out, oo + c * ors, ors);
        }
    }

    private static void strip(
            int rows, int width, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        int r = 0;
        for (; r <= rows - BLOCK; r += BLOCK) {
            int c = 0;
            for (; c <= width - BLOCK; c += BLOCK) {
                block(x, xo + r * xrs + c, xrs, out, oo + c * ors + r, ors);
            }
            rest(BLOCK, width - c, x, xo + r * xrs + c, xrs, out, oo + c * ors + r, ors);
        }
        rest(rows - r, width, x, xo + r * xrs, xrs, out, oo + r, ors);
    }

    private static void block(float[] x, int x0, int xrs, float[] out, int o0, int ors) {
        int x1 = x0 + xrs;
        int x2 = x1 + xrs;
        int x3 = x2 + xrs;
        int o1 = o0 + ors;
        int o2 = o1 + ors;
        int o3 = o2 + ors;
        out[o0] = x[x0];
        out[o0 + 1] = x[x1];
        out[o0 + 2] = x[x2];
        out[o0 + 3] = x[x3];
        out[o1] = x[x0 + 1];
        out[o1 + 1] = x[x1 + 1];
        out[o1 + 2] = x[x2 + 1];
        out[o1 + 3] = x[x3 + 1];
        out[o2] = x[x0 + 2];
        out[o2 + 1] = x[x1 + 2];
        out[o2 + 2] = x[x2 + 2];
        out[o2 + 3] = x[x3 + 2];
        out[o3] = x[x0 + 3];
        out[o3 + 1] = x[x1 + 3];
        out[o3 + 2] = x[x2 + 3];
        out[o3 + 3] = x[x3 + 3];
    }

    private static void rest(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) {
                out[oo + c * ors + r] = x[xo + r * xrs + c];
            }
        }
    }
}
