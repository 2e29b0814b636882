package org.unroll.internal.kernel;

/// The float32 kernels in plain Java.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarKernels extends FloatArrays {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    void unaryLoop(
            Unary op, int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatScalarUnary.apply(op, rows, n, x, xo, xrs, out, oo, ors);
    }

    @Override
    void binaryLoop(
            Binary op,
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
        FloatScalarBinary.apply(op, rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
    }

    @Override
    public void select(
            int rows,
            int columns,
            float[] mask,
            int mo,
            int mrs,
            int mcs,
            float[] x,
            int xo,
            int xrs,
            int xcs,
            float[] y,
            int yo,
            int yrs,
            int ycs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                out[oo + r * ors + j] =
                        mask[mo + r * mrs + j * mcs] != 0f
                                ? x[xo + r * xrs + j * xcs]
                                : y[yo + r * yrs + j * ycs];
            }
        }
    }

    @Override
    public void sumOfProducts(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] u,
            int uo,
            int urs,
            float[] v,
            int vo,
            int vrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < columns; j++) {
                out[oo + r * ors + j] =
                        x[xo + r * xrs + j] * y[yo + r * yrs + j]
                                + u[uo + r * urs + j] * v[vo + r * vrs + j];
            }
        }
    }

    @Override
    public void addScaledInto(
            double factor,
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] out,
            int oo,
            int ors) {
        float f = (float) factor;
        for (int r = 0; r < rows; r++) {
            int from = xo + r * xrs;
            int to = oo + r * ors;
            for (int j = 0; j < columns; j++) {
                out[to + j] = Math.fma(f, x[from + j], out[to + j]);
            }
        }
    }

    @Override
    public void rowSum(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatScalarReductions.rowSum(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public void inverseDeviation(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            double epsilon,
            float[] out,
            int oo,
            int ors) {
        float e = (float) epsilon;
        FloatScalarNormalization.inverseDeviation(rows, columns, x, xo, xrs, e, out, oo, ors);
    }

    @Override
    public void normalize(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] s,
            int so,
            int srs,
            float[] out,
            int oo,
            int ors) {
        FloatScalarNormalization.normalize(rows, columns, x, xo, xrs, s, so, srs, out, oo, ors);
    }

    @Override
    public void normalizeGradient(
            int rows,
            int columns,
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
        FloatScalarNormalization.gradient(
                rows, columns, y, yo, yrs, s, so, srs, g, go, grs, out, oo, ors);
    }

    @Override
    public void rowMax(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatScalarReductions.rowMax(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public void rowMin(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatScalarReductions.rowMin(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public void columnSum(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, Start start) {
        if (start == Start.ZERO) {
            fill(out, oo, oo + columns, 0);
        }
        FloatScalarReductions.columnSum(rows, columns, x, xo, xrs, out, oo);
    }

    @Override
    public void columnProductSum(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            Start start) {
        if (start == Start.ZERO) {
            fill(out, oo, oo + columns, 0);
        }
        FloatScalarReductions.columnProductSum(rows, columns, x, xo, xrs, y, yo, yrs, out, oo);
    }

    @Override
    public double sumOfSquares(int from, int to, float[] x) {
        return FloatScalarReductions.sumOfSquares(from, to, x);
    }

    @Override
    public void transpose(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatTransposition.transpose(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public int packedLength(int k, int n) {
        return FloatScalarProduct.packedLength(k, n);
    }

    @Override
    public int panelColumns() {
        return FloatScalarProduct.PANEL;
    }

    @Override
    public void pack(
            int k,
            int n,
            float[] b,
            int bo,
            int rowStride,
            int columnStride,
            float[] packed,
            int po) {
        FloatScalarProduct.pack(k, n, b, bo, rowStride, columnStride, packed, po);
    }

    @Override
    public void multiply(
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
            int cRowStride,
            Start start) {
        FloatScalarProduct.multiply(
                m, n, k, a, ao, aRowStride, aColumnStride, packed, po, c, co, cRowStride, start);
    }

    @Override
    public void multiplyOntoRow(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int aRowStride,
            float[] packed,
            float[] row,
            int ro,
            float[] c,
            int co,
            int cRowStride) {
        copy(m, n, row, ro, 0, c, co, cRowStride);
        multiply(m, n, k, a, ao, aRowStride, 1, packed, 0, c, co, cRowStride, Start.ADDEND);
    }
}
