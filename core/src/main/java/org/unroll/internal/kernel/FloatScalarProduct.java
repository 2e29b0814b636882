package org.unroll.internal.kernel;

import java.util.Arrays;

/// The float32 matrix product without the Vector API: the right operand in panels of four columns,
/// and tiles of two rows by four columns, whose eight sums fit any machine's registers.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarProduct {
    /// Columns of a panel; the last one is padded with zeros.
    static final int PANEL = 4;

    private FloatScalarProduct() {}

    static int packedLength(int k, int n) {
        return k * ((n + PANEL - 1) / PANEL * PANEL);
    }

    static void pack(
            int k,
            int n,
            float[] b,
            int bo,
            int rowStride,
            int columnStride,
            float[] packed,
            int po) {
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            for (int i = 0; i < k; i++) {
                int from = bo + i * rowStride + j * columnStride;
                int to = po + j * k + i * PANEL;
                for (int q = 0; q < PANEL; q++) {
                    packed[to + q] = q < width ? b[from + q * columnStride] : 0f;
                }
            }
        }
    }

    static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int ars,
            int acs,
            float[] packed,
            int po,
            float[] c,
            int co,
            int crs,
            Start start) {
        float[] tile = new float[2 * PANEL];
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            for (int i = 0; i < m; i += 2) {
                int rows = Math.min(2, m - i);
                int out = co + i * crs + j;
                if (start == Start.ADDEND) {
                    move(rows, width, c, out, crs, tile, 0, PANEL);
                } else {
                    Arrays.fill(tile, 0f);
                }
                if (rows == 2) {
                    two(k, a, ao + i * ars, ars, acs, packed, po + j * k, tile);
                } else {
                    one(k, a, ao + i * ars, acs, packed, po + j * k, tile);
                }
                move(rows, width, tile, 0, PANEL, c, out, crs);
            }
        }
    }

    private static void move(
            int rows, int width, float[] from, int fo, int frs, float[] to, int offset, int trs) {
        for (int r = 0; r < rows; r++) {
            for (int q = 0; q < width; q++) {
                to[offset + r * trs + q] = from[fo + r * frs + q];
            }
        }
    }

    private static void two(
            int k, float[] a, int ao, int ars, int acs, float[] b, int bo, float[] tile) {
        float c0 = tile[0];
        float c1 = tile[1];
        float c2 = tile[2];
        float c3 = tile[3];
        float d0 = tile[4];
        float d1 = tile[5];
        float d2 = tile[6];
        float d3 = tile[7];
        for (int p = 0; p < k; p++) {
            float x = a[ao + p * acs];
            float y = a[ao + ars + p * acs];
            float b0 = b[bo + p * PANEL];
            float b1 = b[bo + p * PANEL + 1];
            float b2 = b[bo + p * PANEL + 2];
            float b3 = b[bo + p * PANEL + 3];
            c0 = Math.fma(x, b0, c0);
            c1 = Math.fma(x, b1, c1);
            c2 = Math.fma(x, b2, c2);
            c3 = Math.fma(x, b3, c3);
            d0 = Math.fma(y, b0, d0);
            d1 = Math.fma(y, b1, d1);
            d2 = Math.fma(y, b2, d2);
            d3 = Math.fma(y, b3, d3);
        }
        tile[0] = c0;
        tile[1] = c1;
        tile[2] = c2;
        tile[3] = c3;
        tile[4] = d0;
        tile[5] = d1;
        tile[6] = d2;
        tile[7] = d3;
    }

    private static void one(int k, float[] a, int ao, int acs, float[] b, int bo, float[] tile) {
        float c0 = tile[0];
        float c1 = tile[1];
        float c2 = tile[2];
        float c3 = tile[3];
        for (int p = 0; p < k; p++) {
            float x = a[ao + p * acs];
            c0 = Math.fma(x, b[bo + p * PANEL], c0);
            c1 = Math.fma(x, b[bo + p * PANEL + 1], c1);
            c2 = Math.fma(x, b[bo + p * PANEL + 2], c2);
            c3 = Math.fma(x, b[bo + p * PANEL + 3], c3);
        }
        tile[0] = c0;
        tile[1] = c1;
        tile[2] = c2;
        tile[3] = c3;
    }
}
