package org.unroll.internal.kernel;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What the scalar and the vector float32 kernels share: everything that has no arithmetic in it,
/// or that the JIT compiler vectorizes well by itself; and how rows and numbers that stand for rows
/// are laid out for the loops.
///
/// float64: GenerateDoubleKernels translates this file.
abstract class FloatArrays implements Kernels<float[]> {
    private static final int LENT = 1 << 16;
    private static final FloatScratch SCRATCH = new FloatScratch(LENT);

    /// How often a number is written out that stands for a row.
    private static final int REPEATS = 2048;

    /// Rows from this length on are not joined to one only for a number to be written out for it.
    private static final int LONG = 64;

    private static final FloatScratch REPEATED = new FloatScratch(REPEATS);

    @Override
    public final float[] allocate(int length) {
        return new float[length];
    }

    @Override
    public final float[] borrow(int length) {
        return length <= LENT ? SCRATCH.take() : new float[length];
    }

    @Override
    public final void giveBack(float[] array) {
        SCRATCH.giveBack(array);
    }

    @Override
    public final int length(float[] array) {
        return array.length;
    }

    @Override
    public final double get(float[] a, int i) {
        return a[i];
    }

    @Override
    public final void set(float[] a, int i, double v) {
        a[i] = (float) v;
    }

    @Override
    public final void fill(float[] a, int from, int to, double v) {
        Arrays.fill(a, from, to, (float) v);
    }

    @Override
    public final void copy(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        if (xrs == columns && ors == columns) {
            System.arraycopy(x, xo, out, oo, rows * columns);
            return;
        }
        for (int r = 0; r < rows; r++) {
            System.arraycopy(x, xo + r * xrs, out, oo + r * ors, columns);
        }
    }

    @Override
    public final int argMax(int columns, float[] x, int xo) {
        if (columns == 0) {
            return -1;
        }
        int best = 0;
        for (int j = 0; j < columns; j++) {
            float value = x[xo + j];
            if (Float.isNaN(value)) {
                return j;
            }
            if (value > x[xo + best]) {
                best = j;
            }
        }
        return best;
    }

    /// `out = f(x)` on rows of n numbers side by side.
    abstract void unaryLoop(
            Unary op, int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors);

    /// `out = f(x, y)` on rows of n numbers side by side.
    abstract void binaryLoop(
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
            int ors);

    @Override
    public final void unary(
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
            unaryLoop(op, 1, rows * columns, x, xo, 0, out, oo, 0);
        } else {
            unaryLoop(op, rows, columns, x, xo, xrs, out, oo, ors);
        }
    }

    @Override
    public final void binary(
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
        boolean numbers = xcs == 0 || ycs == 0;
        boolean flat = one && (!numbers || columns < LONG);
        int height = flat ? 1 : rows;
        int width = flat ? rows * columns : columns;
        if (numbers) {
            repeating(op, height, width, x, xo, xrs, xcs, y, yo, yrs, ycs, out, oo, ors);
        } else {
            binaryLoop(op, height, width, x, xo, xrs, y, yo, yrs, out, oo, ors);
        }
    }

    static boolean inOneRun(int columns, int rowStride, int columnStride) {
        return rowStride == columns * columnStride;
    }

    /// With a number in the place of one row at least: written out, so that no loop has to ask.
    private void repeating(
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
        boolean same = (xcs != 0 || xrs == 0) && (ycs != 0 || yrs == 0);
        int together = same ? rows : 1; // rows of one call
        for (int r = 0; r < rows; r += together) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            if (xcs == 0) {
                Arrays.fill(u, 0, length, x[xr]);
            }
            if (ycs == 0) {
                Arrays.fill(v, 0, length, y[yr]);
            }
            for (int c = 0; c < columns; c += REPEATS) {
                int n = Math.min(REPEATS, columns - c);
                int uo = xcs == 0 ? 0 : xr + c;
                int vo = ycs == 0 ? 0 : yr + c;
                int us = xcs == 0 ? 0 : xrs;
                int vs = ycs == 0 ? 0 : yrs;
                binaryLoop(op, together, n, u, uo, us, v, vo, vs, out, oo + r * ors + c, ors);
            }
        }
        if (xcs == 0) {
            REPEATED.giveBack(u);
        }
        if (ycs == 0) {
            REPEATED.giveBack(v);
        }
    }

    @Override
    public final void addInto(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        binary(Binary.ADD, rows, columns, out, oo, ors, 1, x, xo, xrs, 1, out, oo, ors);
    }

    @Override
    public final void shiftRows(
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] shift,
            int so,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            float by = shift[so + r];
            int from = xo + r * xrs;
            int to = oo + r * ors;
            for (int j = 0; j < columns; j++) {
                out[to + j] = x[from + j] - by;
            }
        }
    }

    @Override
    public final void scale(int from, int to, float[] x, double factor) {
        float f = (float) factor;
        for (int i = from; i < to; i++) {
            x[i] *= f;
        }
    }

    @Override
    public final void sgd(
            Sgd rule,
            Clip clip,
            Start start,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float @Nullable [] velocity) {
        if (rule.momentum() == 0) {
            FloatUpdates.sgd(rule, clip, from, to, parameter, gradient);
        } else {
            FloatUpdates.sgdWithMomentum(
                    rule,
                    clip,
                    start,
                    from,
                    to,
                    parameter,
                    gradient,
                    Objects.requireNonNull(velocity));
        }
    }

    @Override
    public final void rmsProp(
            RmsProp rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares,
            float @Nullable [] means,
            float @Nullable [] velocity) {
        if (means == null && velocity == null) {
            FloatUpdates.rmsProp(rule, clip, from, to, parameter, gradient, squares);
        } else {
            FloatUpdates.rmsPropExtended(
                    rule, clip, from, to, parameter, gradient, squares, means, velocity);
        }
    }

    @Override
    public final void adam(
            Adam rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] means,
            float[] squares,
            float @Nullable [] largest) {
        if (largest == null) {
            FloatUpdates.adam(rule, clip, from, to, parameter, gradient, means, squares);
        } else {
            FloatUpdates.adamWithLargest(
                    rule, clip, from, to, parameter, gradient, means, squares, largest);
        }
    }

    @Override
    public final void adagrad(
            Adagrad rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares) {
        FloatUpdates.adagrad(rule, clip, from, to, parameter, gradient, squares);
    }

    @Override
    public final void adadelta(
            Adadelta rule,
            Clip clip,
            int from,
            int to,
            float[] parameter,
            float[] gradient,
            float[] squares,
            float[] deltas) {
        FloatUpdates.adadelta(rule, clip, from, to, parameter, gradient, squares, deltas);
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
        multiplyRuns(m, n, k, a, ao, aRowStride, packed, c, co, cRowStride, start, panels, 0);
    }

    /// The panels from `first` on; those that stand side by side in one product.
    final void multiplyRuns(
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
            int[] panels,
            int first) {
        int unit = panelColumns();
        for (int i = first; i < panels.length; ) {
            int end = i + 1;
            while (end < panels.length && panels[end] == panels[end - 1] + 1) {
                end++;
            }
            int from = panels[i] * unit;
            int to = Math.min(n, (panels[end - 1] + 1) * unit);
            multiply(
                    m,
                    to - from,
                    k,
                    a,
                    ao,
                    aRowStride,
                    1,
                    packed,
                    from * k,
                    c,
                    co + from,
                    cRowStride,
                    start);
            i = end;
        }
    }
}
