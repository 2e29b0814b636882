package org.unroll.tensor;

import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;

/// Elements and rows by number.
final class Indexing {
    private Indexing() {}

    static Shape rowsShape(Shape table, Tensor numbers) {
        requireNumbers("rows", numbers);
        if (table.rank() < 1) {
            throw new IllegalArgumentException("rows of a scalar");
        }
        int[] dims = new int[numbers.rank() + table.rank() - 1];
        for (int i = 0; i < dims.length; i++) {
            dims[i] = i < numbers.rank() ? numbers.dim(i) : table.dim(i - numbers.rank() + 1);
        }
        return Shape.of(dims);
    }

    static Tensor takeRows(Tensor table, Tensor numbers, int withoutGradient, Shape shape) {
        int[] at = (int[]) numbers.array();
        for (int i = 0; i < at.length; i++) {
            checked("rows", at[i], table.dim(0), i);
        }
        @Nullable Tensor deferred = DeferredRows.lookup(table, numbers, withoutGradient, shape);
        if (deferred != null) {
            return deferred;
        }
        Object out = table.type().allocateUnwritten(shape.size());
        copyRows(table.array(), at, table.shape().product(1, table.rank()), out);
        return Tensor.wrap(out, shape);
    }

    static void copyRows(Object table, int[] at, int run, Object out) {
        for (int i = 0; i < at.length; i++) {
            System.arraycopy(table, at[i] * run, out, i * run, run);
        }
    }

    static Tensor addRows(Tensor rows, Tensor numbers, int skipped, Shape table) {
        int[] at = (int[]) numbers.array();
        for (int i = 0; i < at.length; i++) {
            checked("rows", at[i], table.dim(0), i);
        }
        if (SparseRows.worth(table, at.length)) {
            return SparseRows.added(rows, at, skipped, table);
        }
        Kernels<Object> kernels = Engine.kernels(rows.type());
        Object out = rows.type().allocate(table.size());
        int run = table.product(1, table.rank());
        for (int i = 0; i < at.length; i++) {
            if (at[i] != skipped) {
                kernels.addInto(1, run, rows.array(), i * run, run, out, at[i] * run, run);
            }
        }
        return Tensor.wrap(out, table);
    }

    static Shape pickShape(Shape x, Tensor numbers) {
        requireGathered(x, x.rank() - 1, numbers);
        return numbers.shape();
    }

    static void requireGathered(Shape x, int axis, Tensor numbers) {
        requireNumbers("gather", numbers);
        if (x.rank() < 1
                || x.rank() != numbers.rank()
                || !x.without(axis).equals(numbers.shape().without(axis))) {
            throw new IllegalArgumentException(
                    "gather: the indices' shape %s must be the tensor's shape %s but for axis %d"
                            .formatted(numbers.shape(), x, axis));
        }
    }

    static Tensor pick(Tensor x, Tensor numbers, Shape shape) {
        Object out = x.type().allocateUnwritten(shape.size());
        int[] at = (int[]) numbers.array();
        int per = shape.dim(-1);
        int n = x.dim(-1);
        for (int i = 0; i < at.length; i++) {
            System.arraycopy(x.array(), i / per * n + checked("gather", at[i], n, i), out, i, 1);
        }
        return Tensor.wrap(out, shape);
    }

    static Tensor place(Tensor x, Tensor numbers, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(x.type());
        Object out = x.type().allocate(shape.size());
        int[] at = (int[]) numbers.array();
        int per = x.dim(-1);
        int n = shape.dim(-1);
        for (int i = 0; i < at.length; i++) {
            int to = i / per * n + checked("gather", at[i], n, i);
            kernels.set(out, to, kernels.get(out, to) + kernels.get(x.array(), i));
        }
        return Tensor.wrap(out, shape);
    }

    static Shape oneHotShape(Tensor numbers, int classes, DType type) {
        requireNumbers("oneHot", numbers);
        if (!type.isFloating()) {
            throw new IllegalArgumentException(
                    "oneHot gives float32 or float64 but was asked for " + type);
        }
        return numbers.shape().inserted(numbers.rank(), classes);
    }

    static Tensor oneHot(Tensor numbers, DType type, Shape shape) {
        Kernels<Object> kernels = Engine.kernels(type);
        int[] at = (int[]) numbers.array();
        int classes = shape.dim(-1);
        Object out = type.allocate(shape.size());
        for (int i = 0; i < at.length; i++) {
            kernels.set(out, i * classes + checked("oneHot", at[i], classes, i), 1);
        }
        return Tensor.wrap(out, shape);
    }

    private static void requireNumbers(String what, Tensor numbers) {
        if (numbers.type() != DType.INT32) {
            throw new IllegalArgumentException(
                    "%s wants int32 indices but got %s %s; convert with .to(DType.INT32)"
                            .formatted(what, numbers.type(), numbers.shape()));
        }
    }

    private static int checked(String what, int number, int count, int position) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException(
                    "%s: index %d at position %d is not in [0, %d)"
                            .formatted(what, number, position, count));
        }
        return number;
    }
}
