package org.unroll.tensor;

import java.util.List;

/// Operations that move elements without computing on them, for all types.
final class Movement {
    private Movement() {}

    static Tensor concatenate(List<Tensor> inputs, int axis, Shape shape) {
        Object out = inputs.getFirst().type().allocateUnwritten(shape.size());
        int outer = shape.product(0, axis);
        int inner = shape.product(axis + 1, shape.rank());
        int at = 0;
        for (Tensor input : inputs) {
            int run = input.dim(axis) * inner;
            copyRuns(input.array(), 0, run, out, at, shape.dim(axis) * inner, outer, run);
            at += run;
        }
        return Tensor.wrap(out, shape);
    }

    static Tensor slice(Tensor x, int axis, int from, Shape shape) {
        Object out = x.type().allocateUnwritten(shape.size());
        int inner = shape.product(axis + 1, shape.rank());
        int run = shape.dim(axis) * inner;
        copyRuns(
                x.array(),
                from * inner,
                x.dim(axis) * inner,
                out,
                0,
                run,
                shape.product(0, axis),
                run);
        return Tensor.wrap(out, shape);
    }

    static Tensor pad(Tensor x, int axis, int before, Shape shape) {
        Object out = x.type().allocate(shape.size());
        int inner = shape.product(axis + 1, shape.rank());
        int run = x.dim(axis) * inner;
        copyRuns(
                x.array(),
                0,
                run,
                out,
                before * inner,
                shape.dim(axis) * inner,
                shape.product(0, axis),
                run);
        return Tensor.wrap(out, shape);
    }

    private static void copyRuns(
            Object from,
            int fromAt,
            int fromStep,
            Object to,
            int toAt,
            int toStep,
            int count,
            int run) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, fromAt + i * fromStep, to, toAt + i * toStep, run);
        }
    }

    static Tensor permute(Tensor x, List<Integer> axes, Shape shape) {
        Object out = x.type().allocateUnwritten(shape.size());
        if (shape.size() == 0) {
            return Tensor.wrap(out, shape);
        }
        int rank = shape.rank();
        int[] steps = new int[rank];
        for (int i = 0; i < rank; i++) {
            steps[i] = x.shape().product(axes.get(i) + 1, rank);
        }
        // Axes at the end that stay in place move as one run.
        int run = 1;
        int moved = rank;
        while (moved > 0 && axes.get(moved - 1) == moved - 1) {
            run *= shape.dim(--moved);
        }
        int[] index = new int[moved];
        int source = 0;
        for (int at = 0; at < shape.size(); at += run) {
            copyRun(x.array(), source, out, at, run);
            for (int axis = moved - 1; axis >= 0; axis--) {
                source += steps[axis];
                if (++index[axis] < shape.dim(axis)) {
                    break;
                }
                source -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }
        return Tensor.wrap(out, shape);
    }

    private static void copyRun(Object from, int fromAt, Object to, int toAt, int run) {
        if (run > 1) {
            System.arraycopy(from, fromAt, to, toAt, run);
            return;
        }
        switch (from) {
            case float[] floats -> ((float[]) to)[toAt] = floats[fromAt];
            case double[] doubles -> ((double[]) to)[toAt] = doubles[fromAt];
            default -> ((int[]) to)[toAt] = ((int[]) from)[fromAt];
        }
    }

    static Tensor convert(Tensor x, DType to) {
        Object out = to.allocateUnwritten(x.size());
        switch (out) {
            case float[] floats -> {
                for (int i = 0; i < floats.length; i++) {
                    floats[i] = (float) x.element(i);
                }
            }
            case double[] doubles -> {
                for (int i = 0; i < doubles.length; i++) {
                    doubles[i] = x.element(i);
                }
            }
            default -> {
                int[] ints = (int[]) out;
                for (int i = 0; i < ints.length; i++) {
                    ints[i] = (int) x.element(i);
                }
            }
        }
        return Tensor.wrap(out, x.shape());
    }
}
