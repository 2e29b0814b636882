package org.unroll.internal.kernel;

/// Matrix products of plain arrays. (Stand-in: one thread.)
public final class PackedProduct {
    private PackedProduct() {}

    public static <A> void multiply(
            Kernels<A> kernels,
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRow,
            int aColumn,
            A b,
            int bo,
            int bRow,
            int bColumn,
            A c,
            int co,
            int cRow) {
        A packed = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, n, b, bo, bRow, bColumn, packed, 0);
        kernels.multiply(m, n, k, a, ao, aRow, aColumn, packed, 0, c, co, cRow, Start.ZERO);
    }
}
