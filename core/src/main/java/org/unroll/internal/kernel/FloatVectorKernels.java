package org.unroll.internal.kernel;

import java.util.Arrays;

/// The float32 kernels with the Vector API (`jdk.incubator.vector`).
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorKernels extends FloatArrays {
    private static final int LANES = FloatLanes.SPECIES.length();

    /// How often a number is written out that stands for a row.
    private static final int REPEATS = 2048;

    private static final FloatScratch REPEATED = new FloatScratch(REPEATS);

    @Override
    public String name() {
        return "vector-" + VectorWidth.BITS;
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
            FloatVectorUnary.apply(op, 1, rows * columns, x, xo, 0, out, oo, 0);
        } else {
            FloatVectorUnary.apply(op, rows, columns, x, xo, xrs, out, oo, ors);
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
        boolean one = ors == columns && inOneRun(columns, xrs, xcs) && inOneRun(columns, yrs, ycs);
        int height = one ? 1 : rows;
        int width = one ? rows * columns : columns;
        if (xcs == 0 || ycs == 0) {
            repeating(op, height, width, x, xo, xrs, xcs, y, yo, yrs, ycs, out, oo, ors);
        } else {
            FloatVectorBinary.apply(op, height, width, x, xo, xrs, y, yo, yrs, out, oo, ors);
        }
    }

    private static boolean inOneRun(int columns, int rowStride, int columnStride) {
        return rowStride == columns * columnStride;
    }

    /// With a number in the place of one row at least: written out, so that no loop has to ask.
    private static void repeating(
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
        if (columns == 0) {
            return;
        }
        float[] u = xcs == 0 ? REPEATED.take() : x;
        float[] v = ycs == 0 ? REPEATED.take() : y;
        int length = Math.min(columns, REPEATS);
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            if (xcs == 0 && (r == 0 || xrs != 0)) {
                Arrays.fill(u, 0, length, x[xr]);
            }
            if (ycs == 0 && (r == 0 || yrs != 0)) {
                Arrays.fill(v, 0, length, y[yr]);
            }
            for (int c = 0; c < columns; c += REPEATS) {
                int n = Math.min(REPEATS, columns - c);
                int uo = xcs == 0 ? 0 : xr + c;
                int vo = ycs == 0 ? 0 : yr + c;
                FloatVectorBinary.apply(op, 1, n, u, uo, 0, v, vo, 0, out, oo + r * ors + c, 0);
            }
        }
        if (xcs == 0) {
            REPEATED.giveBack(u);
        }
        if (ycs == 0) {
            REPEATED.giveBack(v);
        }
    }

    private static float[] repeated(float value) {
        float[] lanes = new float[LANES];
        Arrays.fill(lanes, value);
        return lanes;
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
        if (rows == 0 || columns == 0) {
            return;
        }
        for (int r = 0; r < rows; r++) {
            int m = mo + r * mrs;
            int a = xo + r * xrs;
            int b = yo + r * yrs;
            FloatVectorCompare.select(
                    columns,
                    mcs == 0 ? repeated(mask[m]) : mask,
                    mcs == 0 ? 0 : m,
                    -mcs,
                    xcs == 0 ? repeated(x[a]) : x,
                    xcs == 0 ? 0 : a,
                    -xcs,
                    ycs == 0 ? repeated(y[b]) : y,
                    ycs == 0 ? 0 : b,
                    -ycs,
                    out,
                    oo + r * ors);
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
        boolean one =
                xrs == columns
                        && yrs == columns
                        && urs == columns
                        && vrs == columns
                        && ors == columns;
        int height = one ? 1 : rows;
        int width = one ? rows * columns : columns;
        FloatVectorSums.ofProducts(
                height, width, x, xo, xrs, y, yo, yrs, u, uo, urs, v, vo, vrs, out, oo, ors);
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
        if (xrs == columns && ors == columns) {
            FloatVectorReductions.addScaled(f, rows * columns, x, xo, out, oo);
            return;
        }
        for (int r = 0; r < rows; r++) {
            FloatVectorReductions.addScaled(f, columns, x, xo + r * xrs, out, oo + r * ors);
        }
    }

    @Override
    public void rowSum(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatVectorReductions.rowSum(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public void rowMax(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        float[] lanes = new float[LANES];
        for (int r = 0; r < rows; r++) {
            out[oo + r * ors] = FloatVectorReductions.max(columns, x, xo + r * xrs, lanes);
        }
    }

    @Override
    public void rowMin(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        float[] lanes = new float[LANES];
        for (int r = 0; r < rows; r++) {
            out[oo + r * ors] = FloatVectorReductions.min(columns, x, xo + r * xrs, lanes);
        }
    }

    @Override
    public void columnSum(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, Start start) {
        if (start == Start.ZERO) {
            fill(out, oo, oo + columns, 0);
        }
        FloatVectorReductions.columnSum(rows, columns, x, xo, xrs, out, oo);
    }

    @Override
    public double sumOfSquares(int from, int to, float[] x) {
        return FloatVectorReductions.sumOfSquares(from, to, x);
    }

    @Override
    public void transpose(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatVectorTransposition.transpose(rows, columns, x, xo, xrs, out, oo, ors);
    }

    @Override
    public int packedLength(int k, int n) {
        return FloatVectorProduct.packedLength(k, n);
    }

    @Override
    public int panelColumns() {
        return FloatVectorProduct.PANEL;
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
        FloatVectorProduct.pack(k, n, b, bo, rowStride, columnStride, packed, po);
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
        FloatVectorProduct.multiply(
                m, n, k, a, ao, aRowStride, aColumnStride, packed, po, c, co, cRowStride, start);
    }

    @Override
    public void multiplyPanels(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int aRowStride,
            float[] packed,
            float[] c,
            int co,
            int cRowStride,
            Start start,
            int[] panels) {
        int done = 0;
        if (m == 1 || m == 2) {
            int last = panels.length - 1;
            boolean cut = last >= 0 && (panels[last] + 1) * panelColumns() > n;
            int full = cut ? last : panels.length;
            done =
                    m == 1
                            ? FloatVectorProduct.onePanels(
                                    k, a, ao, packed, c, co, start, panels, full)
                            : FloatVectorProduct.twoPanels(
                                    k,
                                    a,
                                    ao,
                                    aRowStride,
                                    packed,
                                    c,
                                    co,
                                    cRowStride,
                                    start,
                                    panels,
                                    full);
        }
        multiplyRuns(m, n, k, a, ao, aRowStride, packed, c, co, cRowStride, start, panels, done);
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
        FloatVectorProduct.multiplyOntoRow(
                m, n, k, a, ao, aRowStride, packed, row, ro, c, co, cRowStride);
    }
}
