package org.unroll.tensor;

import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.Unary;

/// Sums, maxima and what is made of them.
final class Reduction {
    private Reduction() {}

    /// Axis by axis from the last, each by the kernels' fixed order of addition.
    static Tensor sumTo(Tensor x, Shape to) {
        Tensor sum = x;
        int lead = x.rank() - to.rank();
        int axis = x.rank() - 1;
        while (axis >= 0) {
            if (!summed(x, to, lead, axis)) {
                axis--;
                continue;
            }
            int first = axis; // neighbouring axes are summed as one
            while (first > 0 && summed(x, to, lead, first - 1)) {
                first--;
            }
            sum = sumAxes(sum, first, axis);
            axis = first - 1;
        }
        return sum.sharedAs(to);
    }

    private static boolean summed(Tensor x, Shape to, int lead, int axis) {
        return axis < lead || (to.dim(axis - lead) == 1 && x.dim(axis) != 1);
    }

    /// The axes `first` to `last` become 1.
    private static Tensor sumAxes(Tensor x, int first, int last) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        Shape shape = x.shape();
        int outer = shape.product(0, first);
        int length = shape.product(first, last + 1);
        int inner = shape.product(last + 1, shape.rank());
        Object out = x.type().allocateUnwritten(outer * inner);
        if (inner == 1) {
            kernels.rowSum(outer, length, x.array(), 0, length, out, 0, 1);
        } else {
            for (int i = 0; i < outer; i++) {
                kernels.columnSum(
                        length,
                        inner,
                        x.array(),
                        i * length * inner,
                        inner,
                        out,
                        i * inner,
                        Start.ZERO);
            }
        }
        Shape kept = shape;
        for (int axis = first; axis <= last; axis++) {
            kept = kept.with(axis, 1);
        }
        return Tensor.wrap(out, kept);
    }

    static Tensor maximum(Tensor x, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        Object out = x.type().allocateUnwritten(shape.size());
        int n = x.dim(-1);
        kernels.rowMax(shape.size(), n, x.array(), 0, n, out, 0, 1);
        return Tensor.wrap(out, shape);
    }

    /// exp(x - max) / sum: the maximum is taken away first, so that nothing overflows.
    static Tensor softmax(Tensor x) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        int n = x.dim(-1);
        int rows = n == 0 ? 0 : x.size() / n;
        Object out = x.type().allocateUnwritten(x.size());
        Object one = x.type().allocateUnwritten(rows);
        kernels.rowMax(rows, n, x.array(), 0, n, one, 0, 1);
        kernels.binary(Binary.SUBTRACT, rows, n, x.array(), 0, n, 1, one, 0, 1, 0, out, 0, n);
        kernels.unary(Unary.EXP, rows, n, out, 0, n, out, 0, n);
        kernels.rowSum(rows, n, out, 0, n, one, 0, 1);
        kernels.binary(Binary.DIVIDE, rows, n, out, 0, n, 1, one, 0, 1, 0, out, 0, n);
        return Tensor.wrap(out, x.shape());
    }

    /// x - max - log(sum(exp(x - max))).
    static Tensor logSoftmax(Tensor x) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        int n = x.dim(-1);
        int rows = n == 0 ? 0 : x.size() / n;
        Object out = x.type().allocateUnwritten(x.size());
        Object exponentials = x.type().allocateUnwritten(x.size());
        Object one = x.type().allocateUnwritten(rows);
        kernels.rowMax(rows, n, x.array(), 0, n, one, 0, 1);
        kernels.binary(Binary.SUBTRACT, rows, n, x.array(), 0, n, 1, one, 0, 1, 0, out, 0, n);
        kernels.unary(Unary.EXP, rows, n, out, 0, n, exponentials, 0, n);
        kernels.rowSum(rows, n, exponentials, 0, n, one, 0, 1);
        kernels.unary(Unary.LOG, 1, rows, one, 0, rows, one, 0, rows);
        kernels.binary(Binary.SUBTRACT, rows, n, out, 0, n, 1, one, 0, 1, 0, out, 0, n);
        return Tensor.wrap(out, x.shape());
    }

    static Tensor argmax(Tensor x, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        int n = x.dim(-1);
        int[] out = (int[]) DType.INT32.allocateUnwritten(shape.size());
        for (int row = 0; row < out.length; row++) {
            out[row] = kernels.argMax(n, x.array(), row * n);
        }
        return Tensor.wrap(out, shape);
    }
}
