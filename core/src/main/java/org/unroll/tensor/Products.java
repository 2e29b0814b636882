package org.unroll.tensor;

import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.UnpackedProduct;

/// Matrix products of whole tensors.
final class Products {
    private Products() {}

    static Shape shape(Shape a, boolean transposeA, Shape b, boolean transposeB) {
        if (a.rank() < 2 || b.rank() < 2) {
            throw new IllegalArgumentException(
                    "a matrix product wants at least two axes on both sides but got "
                            + a
                            + " and "
                            + b);
        }
        int m = a.dim(transposeA ? -1 : -2);
        int k = a.dim(transposeA ? -2 : -1);
        int n = b.dim(transposeB ? -2 : -1);
        if (k != b.dim(transposeB ? -1 : -2)) {
            throw new IllegalArgumentException(
                    "matrix product of %s%s and %s%s: inner lengths %d and %d differ"
                            .formatted(
                                    a,
                                    transposeA ? " transposed" : "",
                                    b,
                                    transposeB ? " transposed" : "",
                                    k,
                                    b.dim(transposeB ? -1 : -2)));
        }
        Shape batch = Shape.broadcast(batch(a), batch(b));
        return batch.inserted(batch.rank(), m).inserted(batch.rank() + 1, n);
    }

    private static Shape batch(Shape shape) {
        return shape.without(-1).without(-1);
    }

    static Tensor multiply(
            Tensor a, boolean transposeA, Tensor b, boolean transposeB, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(a.type());
        Object out = a.type().allocateUnwritten(shape.size());
        int m = shape.dim(-2);
        int n = shape.dim(-1);
        int k = a.dim(transposeA ? -2 : -1);
        int aRow = transposeA ? 1 : k;
        int aColumn = transposeA ? m : 1;
        int bRow = transposeB ? 1 : n;
        int bColumn = transposeB ? k : 1;
        // One plain right matrix serves all matrices on the left: they are rows of one tall matrix.
        if (b.rank() == 2 && !transposeA) {
            int rows = shape.size() == 0 ? 0 : shape.size() / n;
            UnpackedProduct.multiply(
                    kernels, rows, n, k, a.array(), 0, k, 1, b.array(), 0, bRow, bColumn, out, 0,
                    n);
            return Tensor.wrap(out, shape);
        }
        Strides s = Strides.of(batch(shape), batch(a.shape()), batch(b.shape()));
        int count = s.matrices() * s.rows() * s.columns();
        for (int i = 0; i < count && m * n > 0; i++) {
            int column = i % s.columns();
            int row = i / s.columns() % s.rows();
            int matrix = i / s.columns() / s.rows();
            int left = s.start(0, matrix) + row * s.rowStep(0) + column * s.columnStep(0);
            int right = s.start(1, matrix) + row * s.rowStep(1) + column * s.columnStep(1);
            UnpackedProduct.multiply(
                    kernels,
                    m,
                    n,
                    k,
                    a.array(),
                    left * m * k,
                    aRow,
                    aColumn,
                    b.array(),
                    right * k * n,
                    bRow,
                    bColumn,
                    out,
                    i * m * n,
                    n);
        }
        return Tensor.wrap(out, shape);
    }
}
