package org.unroll.internal.kernel;

import java.util.Arrays;

/// The float32 kernels with the Vector API (`jdk.incubator.vector`).
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorKernels extends FloatArrays {
    private static final int LANES = FloatLanes.SPECIES.length();

    @Override
    public String name() {
        return "vector-" + VectorWidth.BITS;
    }

    @Override
    void unaryLoop(
            Unary op, int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        FloatVectorUnary.apply(op, rows, n, x, xo, xrs, out, oo, ors);
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
        FloatVectorBinary.apply(op, rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
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
        boolean one =
                ors == columns
                        && inOneRun(columns, mrs, mcs)
                        && inOneRun(columns, xrs, xcs)
                        && inOneRun(columns, yrs, ycs);
        int height = one ? 1 : rows;
        int width = one ? rows * columns : columns;
        float[] ms = mcs == 0 ? new float[LANES] : mask;
        float[] as = xcs == 0 ? new float[LANES] : x;
        float[] bs = ycs == 0 ? new float[LANES] : y;
        for (int r = 0; r < height; r++) {
            int m = at(mo + r * mrs, mrs, mcs, r, mask, ms);
            int a = at(xo + r * xrs, xrs, xcs, r, x, as);
            int b = at(yo + r * yrs, yrs, ycs, r, y, bs);
            FloatVectorCompare.select(
                    width, ms, m, -mcs, as, a, -xcs, bs, b, -ycs, out, oo + r * ors);
        }
    }

    /// Where a row of an operand begins; one number for a row is written out into `lanes`.
    private static int at(
            int start, int rowStride, int columnStride, int row, float[] from, float[] lanes) {
        if (columnStride != 0) {
            return start;
        }
        if (row == 0 || rowStride != 0) {
            Arrays.fill(lanes, from[start]);
        }
        return 0;
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
        FloatVectorNormalization.inverseDeviation(rows, columns, x, xo, xrs, e, out, oo, ors);
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
        FloatVectorNormalization.normalize(rows, columns, x, xo, xrs, s, so, srs, out, oo, ors);
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
        FloatVectorNormalization.gradient(
                rows, columns, y, yo, yrs, s, so, srs, g, go, grs, out, oo, ors);
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
        FloatVectorReductions.columnProductSum(rows, columns, x, xo, xrs, y, yo, yrs, out, oo);
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
        return FloatVectorPacking.packedLength(k, n);
    }

    @Override
    public int panelColumns() {
        return FloatVectorPacking.PANEL;
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
        FloatVectorPacking.pack(k, n, b, bo, rowStride, columnStride, packed, po);
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
        int done =
                FloatVectorPanels.multiply(
                        m, n, k, a, ao, aRowStride, packed, c, co, cRowStride, start, panels);
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
