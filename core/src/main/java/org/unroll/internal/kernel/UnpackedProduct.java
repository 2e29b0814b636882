package org.unroll.internal.kernel;

/// Matrix products whose right operand is not packed, over several threads. The bits are those of
/// [Kernels#multiply] on one thread, however the work is divided: threads share no element of the
/// result, and never divide the summed dimension.
public final class UnpackedProduct {
    /// Multiply-adds below which one thread is faster than waking another.
    private static final long ALONE = 2_000_000;

    /// Threads take rows in multiples of this, which tiles divide.
    private static final int ROW_UNIT = 8;

    /// Rows of the right operand that are packed at a time.
    private static final int K_BLOCK = 256;

    /// Columns that are packed at a time: with the rows above, half a second-level cache in
    /// float32.
    private static final int COLUMN_BLOCK = 256;

    private UnpackedProduct() {}

    private static boolean alone(int m, int n, int k) {
        return (long) m * n * k < ALONE || Parallel.threads() == 1;
    }

    /// Whether to divide the rows of the result: its longer side, counted in units of division.
    private static boolean byRows(int m, int n, int unit) {
        return m / ROW_UNIT >= n / unit || n < 2 * unit;
    }

    /// The product with a right operand in its own layout, `B[i][j] = b[bo + i * bRowStride + j *
    /// bColumnStride]`. For operands that are used once: weights' gradients above all, where k
    /// counts the rows of a whole batch. Each thread packs what it needs a block at a time, so that
    /// neither operand goes through memory more often than it must.
    public static <A> void multiply(
            Kernels<A> kernels,
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRowStride,
            int aColumnStride,
            A b,
            int bo,
            int bRowStride,
            int bColumnStride,
            A c,
            int co,
            int cRowStride,
            Start start) {
        int unit = kernels.panelColumns();
        if (alone(m, n, k)) {
            tile(
                    kernels,
                    m,
                    n,
                    k,
                    a,
                    ao,
                    aRowStride,
                    aColumnStride,
                    b,
                    bo,
                    bRowStride,
                    bColumnStride,
                    c,
                    co,
                    cRowStride,
                    start);
        } else if (byRows(m, n, unit)) {
            Parallel.ranges(
                    m,
                    ROW_UNIT,
                    (from, to) ->
                            tile(
                                    kernels,
                                    to - from,
                                    n,
                                    k,
                                    a,
                                    ao + from * aRowStride,
                                    aRowStride,
                                    aColumnStride,
                                    b,
                                    bo,
                                    bRowStride,
                                    bColumnStride,
                                    c,
                                    co + from * cRowStride,
                                    cRowStride,
                                    start));
        } else {
            Parallel.ranges(
                    n,
                    unit,
                    (from, to) ->
                            tile(
                                    kernels,
                                    m,
                                    to - from,
                                    k,
                                    a,
                                    ao,
                                    aRowStride,
                                    aColumnStride,
                                    b,
                                    bo + from * bColumnStride,
                                    bRowStride,
                                    bColumnStride,
                                    c,
                                    co + from,
                                    cRowStride,
                                    start));
        }
    }

    /// As above, from zero.
    public static <A> void multiply(
            Kernels<A> kernels,
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRowStride,
            int aColumnStride,
            A b,
            int bo,
            int bRowStride,
            int bColumnStride,
            A c,
            int co,
            int cRowStride) {
        multiply(
                kernels,
                m,
                n,
                k,
                a,
                ao,
                aRowStride,
                aColumnStride,
                b,
                bo,
                bRowStride,
                bColumnStride,
                c,
                co,
                cRowStride,
                Start.ZERO);
    }

    private static <A> void tile(
            Kernels<A> kernels,
            int m,
            int n,
            int k,
            A a,
            int ao,
            int ars,
            int acs,
            A b,
            int bo,
            int brs,
            int bcs,
            A c,
            int co,
            int crs,
            Start start) {
        if (m == 1 && bcs == 1) {
            row(kernels, n, k, a, ao, acs, b, bo, brs, c, co, start);
            return;
        }
        A packed =
                kernels.borrow(
                        kernels.packedLength(Math.min(k, K_BLOCK), Math.min(n, COLUMN_BLOCK)));
        for (int j = 0; j < n; j += COLUMN_BLOCK) {
            int columns = Math.min(COLUMN_BLOCK, n - j);
            Start from = start;
            int p = 0;
            // once even where k is 0, for the product is zero then
            do {
                int depth = Math.min(K_BLOCK, k - p);
                kernels.pack(depth, columns, b, bo + p * brs + j * bcs, brs, bcs, packed, 0);
                kernels.multiply(
                        m,
                        columns,
                        depth,
                        a,
                        ao + p * acs,
                        ars,
                        acs,
                        packed,
                        0,
                        c,
                        co + j,
                        crs,
                        from);
                from = Start.ADDEND;
                p += depth;
            } while (p < k);
        }
        kernels.giveBack(packed);
    }

    /// One row times B without packing, which would take longer than the product: the same chains.
    private static <A> void row(
            Kernels<A> kernels,
            int n,
            int k,
            A a,
            int ao,
            int acs,
            A b,
            int bo,
            int brs,
            A c,
            int co,
            Start start) {
        if (start == Start.ZERO) {
            kernels.fill(c, co, co + n, 0);
        }
        for (int p = 0; p < k; p++) {
            double factor = kernels.get(a, ao + p * acs);
            kernels.addScaledInto(factor, 1, n, b, bo + p * brs, n, c, co, n);
        }
    }
}
