package org.unroll.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Unary;

/// Elementwise operations on whole tensors.
final class Pointwise {
    /// Elements that one thread takes at once: below this waking another costs more than the work.
    private static final int GRAIN = 1 << 15;

    private Pointwise() {}

    static Tensor map(Unary function, Tensor x) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        Object out = x.type().allocateUnwritten(x.size());
        Parallel.ranges(
                x.size(),
                GRAIN,
                (from, to) ->
                        kernels.unary(
                                function, 1, to - from, x.array(), from, to - from, out, from,
                                to - from));
        return Tensor.wrap(out, x.shape());
    }

    static Tensor combine(Binary function, Tensor a, Tensor b, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(a.type());
        Object out = a.type().allocateUnwritten(shape.size());
        Strides s = Strides.of(shape, a.shape(), b.shape());
        eachMatrix(
                s,
                (matrix, row, rows, at) ->
                        kernels.binary(
                                function,
                                rows,
                                s.columns(),
                                a.array(),
                                s.start(0, matrix) + row * s.rowStep(0),
                                s.rowStep(0),
                                s.columnStep(0),
                                b.array(),
                                s.start(1, matrix) + row * s.rowStep(1),
                                s.rowStep(1),
                                s.columnStep(1),
                                out,
                                at,
                                s.columns()));
        return Tensor.wrap(out, shape);
    }

    static Tensor choose(Tensor mask, Tensor a, Tensor b, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(a.type());
        Object out = a.type().allocateUnwritten(shape.size());
        Strides s = Strides.of(shape, mask.shape(), a.shape(), b.shape());
        eachMatrix(
                s,
                (matrix, row, rows, at) ->
                        kernels.select(
                                rows,
                                s.columns(),
                                mask.array(),
                                s.start(0, matrix) + row * s.rowStep(0),
                                s.rowStep(0),
                                s.columnStep(0),
                                a.array(),
                                s.start(1, matrix) + row * s.rowStep(1),
                                s.rowStep(1),
                                s.columnStep(1),
                                b.array(),
                                s.start(2, matrix) + row * s.rowStep(2),
                                s.rowStep(2),
                                s.columnStep(2),
                                out,
                                at,
                                s.columns()));
        return Tensor.wrap(out, shape);
    }

    /// Adding to zeros would turn -0 into +0, so a stretched copy is the larger of the element and
    /// itself.
    static Tensor stretch(Tensor x, Shape shape) {
        if (x.shape().size() == shape.size()) {
            return x.sharedAs(shape);
        }
        return combine(Binary.MAXIMUM, x, x, shape);
    }

    private interface RowsOfMatrix {
        void run(int matrix, int row, int rows, int at);
    }

    /// Runs over blocks of rows, several at a time; the last argument is where the block's result
    /// starts.
    private static void eachMatrix(Strides s, RowsOfMatrix body) {
        int rows = s.rows();
        int columns = s.columns();
        if (rows == 1 || (long) rows * columns < GRAIN) {
            int grain = Math.max(1, GRAIN / Math.max(1, rows * columns));
            Parallel.ranges(
                    s.matrices(),
                    grain,
                    (from, to) -> {
                        for (int m = from; m < to; m++) {
                            body.run(m, 0, rows, m * rows * columns);
                        }
                    });
            return;
        }
        for (int m = 0; m < s.matrices(); m++) {
            int matrix = m;
            Parallel.ranges(
                    rows,
                    Math.max(1, GRAIN / Math.max(1, columns)),
                    (from, to) ->
                            body.run(matrix, from, to - from, (matrix * rows + from) * columns));
        }
    }

    static List<@Nullable Tensor> one(@Nullable Tensor a) {
        return Collections.singletonList(a);
    }

    static List<@Nullable Tensor> two(@Nullable Tensor a, @Nullable Tensor b) {
        return Arrays.asList(a, b);
    }

    static List<@Nullable Tensor> three(
            @Nullable Tensor a, @Nullable Tensor b, @Nullable Tensor c) {
        return Arrays.asList(a, b, c);
    }
}
