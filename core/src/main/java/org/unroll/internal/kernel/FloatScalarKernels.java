package org.unroll.internal.kernel;

import java.util.Arrays;

/// The float32 kernels in plain Java.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarKernels extends FloatArrays {
    @Override
    public String name() {
        return "scalar";
    }

    @Override
    public void unary(
            Unary op,
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] out,
            int oo,
            int ors) {
        if (xrs == columns && ors == columns) {
            FloatScalarUnary.apply(op, 1, rows * columns, x, xo, 0, out, oo, 0);
        } else {
            FloatScalarUnary.apply(op, rows, columns, x, xo, xrs, out, oo, ors);
        }
    }

    @Override
    public void binary(
            Binary op,
            int rows,
            int columns,
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
        if (xcs == 0) {
            float[] wide = widened(rows, columns, x, xo, xrs);
            int wrs = xrs == 0 ? 0 : columns;
            binary(op, rows, columns, wide, 0, wrs, 1, y, yo, yrs, ycs, out, oo, ors);
        } else if (ycs == 0) {
            float[] wide = widened(rows, columns, y, yo, yrs);
            int wrs = yrs == 0 ? 0 : columns;
            binary(op, rows, columns, x, xo, xrs, xcs, wide, 0, wrs, 1, out, oo, ors);
        } else if (xrs == columns && yrs == columns && ors == columns) {
            FloatScalarBinary.apply(op, 1, rows * columns, x, xo, 0, y, yo, 0, out, oo, 0);
        } else {
            FloatScalarBinary.apply(op, rows, columns, x, xo, xrs, y, yo, yrs, out, oo, ors);
        }
    }

    /// A row's one value repeated over the row, so that the loops need no column strides.
    private static float[] widened(int rows, int columns, float[] x, int xo, int xrs) {
        int wideRows = xrs == 0 ? Math.min(rows, 1) : rows;
        float[] wide = new float[wideRows * columns];
        for (int r = 0; r < wideRows; r++) {
            Arrays.fill(wide, r * columns, (r + 1) * columns, x[xo + r * xrs]);
        }
        return wide;
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
    public void addInto(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        binary(Binary.ADD, rows, columns, out, oo, ors, 1, x, xo, xrs, 1, out, oo, ors);
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
