package org.unroll.internal.kernel;

/// The float32 matrix product without the Vector API. The right operand is kept in plain rows, and
/// four of its rows at a time are added to a row of the result: a loop over columns that the JIT
/// compiler vectorizes, while each element's chain still ascends.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarProduct {
    private FloatScalarProduct() {}

    /// Panels of this many columns, the last one narrower, each in plain rows.
    static final int PANEL = 256;

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
                int to = po + j * k + i * width;
                for (int q = 0; q < width; q++) {
                    packed[to + q] = b[from + q * columnStride];
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
            int aRowStride,
            int aColumnStride,
            float[] packed,
            int po,
            float[] c,
            int co,
            int cRowStride) {
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            for (int i = 0; i < m; i++) {
                int row = ao + i * aRowStride;
                int out = co + i * cRowStride + j;
                multiplyRow(width, k, a, row, aColumnStride, packed, po + j * k, c, out);
            }
        }
    }

    private static void multiplyRow(
            int n, int k, float[] a, int ao, int stride, float[] b, int bo, float[] c, int co) {
        int p = 0;
        for (; p + 4 <= k; p += 4) {
            float a0 = a[ao + p * stride];
            float a1 = a[ao + (p + 1) * stride];
            float a2 = a[ao + (p + 2) * stride];
            float a3 = a[ao + (p + 3) * stride];
            add4(n, a0, a1, a2, a3, b, bo + p * n, c, co);
        }
        for (; p < k; p++) {
            add1(n, a[ao + p * stride], b, bo + p * n, c, co);
        }
    }

    private static void add4(
            int n, float a0, float a1, float a2, float a3, float[] b, int bo, float[] c, int co) {
        int b1 = bo + n;
        int b2 = b1 + n;
        int b3 = b2 + n;
        for (int j = 0; j < n; j++) {
            float sum = Math.fma(a0, b[bo + j], c[co + j]);
            sum = Math.fma(a1, b[b1 + j], sum);
            sum = Math.fma(a2, b[b2 + j], sum);
            c[co + j] = Math.fma(a3, b[b3 + j], sum);
        }
    }

    private static void add1(int n, float a0, float[] b, int bo, float[] c, int co) {
        for (int j = 0; j < n; j++) {
            c[co + j] = Math.fma(a0, b[bo + j], c[co + j]);
        }
    }
}
