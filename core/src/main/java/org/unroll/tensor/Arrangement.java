package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations that move elements without computing on them.
public sealed interface Arrangement extends Operation {
    /// Inputs laid end to end along an axis.
    record Concatenate(int axis) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape first = inputs.getFirst().shape();
            int length = 0;
            for (Tensor input : inputs) {
                if (input.rank() != first.rank()
                        || !input.shape().without(axis).equals(first.without(axis))) {
                    throw new IllegalArgumentException(
                            "concat along axis %d: shapes %s and %s differ elsewhere"
                                    .formatted(axis, first, input.shape()));
                }
                length += input.dim(axis);
            }
            return first.with(axis, length);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Movement.concatenate(inputs, axis, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            @Nullable Tensor[] parts = new @Nullable Tensor[inputs.size()];
            int from = 0;
            for (int i = 0; i < parts.length; i++) {
                int to = from + inputs.get(i).dim(axis);
                if (needed[i]) {
                    parts[i] = g.slice(axis, from, to);
                }
                from = to;
            }
            return java.util.Arrays.asList(parts);
        }
    }

    /// The positions `[from, to)` of an axis.
    record Slice(int axis, int from, int to) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape shape = inputs.getFirst().shape();
            if (from < 0 || from > to || to > shape.dim(axis)) {
                throw new IllegalArgumentException(
                        "slice [%d, %d) is not within axis %d of shape %s"
                                .formatted(from, to, axis, shape));
            }
            return shape.with(axis, to - from);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Movement.slice(inputs.getFirst(), axis, from, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.padded(axis, from, inputs.getFirst().dim(axis) - to));
        }
    }

    /// Zeros put before and after an axis.
    record Pad(int axis, int before, int after) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape shape = inputs.getFirst().shape();
            if (before < 0 || after < 0) {
                throw new IllegalArgumentException("padding is negative: " + before + ", " + after);
            }
            return shape.with(axis, before + shape.dim(axis) + after);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Movement.pad(inputs.getFirst(), axis, before, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.slice(axis, before, before + inputs.getFirst().dim(axis)));
        }
    }

    /// The same elements in the same order under another shape.
    record Reshape(Shape to) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            if (inputs.getFirst().size() != to.size()) {
                throw new IllegalArgumentException(
                        "cannot reshape "
                                + inputs.getFirst().shape()
                                + " to "
                                + to
                                + ": sizes differ");
            }
            return to;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return inputs.getFirst().sharedAs(shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.reshapedTo(inputs.getFirst().shape()));
        }
    }

    /// Axis i of the result is axis `axes[i]` of the input.
    record Permute(List<Integer> axes) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape shape = inputs.getFirst().shape();
            if (axes.size() != shape.rank()
                    || axes.stream().sorted().distinct().count() != shape.rank()) {
                throw new IllegalArgumentException(
                        "axes " + axes + " do not permute shape " + shape);
            }
            return Shape.of(axes.stream().mapToInt(shape::dim).toArray());
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Movement.permute(inputs.getFirst(), axes, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            int[] inverse = new int[axes.size()];
            for (int i = 0; i < inverse.length; i++) {
                inverse[axes.get(i)] = i;
            }
            return Pointwise.one(g.permuted(inverse));
        }
    }

    /// Stretched to a larger shape by repeating along axes of length one or axes that are missing
    /// in front.
    record Broadcast(Shape to) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape from = inputs.getFirst().shape();
            if (!Shape.broadcast(from, to).equals(to)) {
                throw new IllegalArgumentException(
                        "shape " + from + " does not broadcast to " + to);
            }
            return to;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Pointwise.stretch(inputs.getFirst(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.summedTo(inputs.getFirst().shape()));
        }
    }

    /// The same numbers in another type.
    record Convert(DType to) implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public DType type(List<Tensor> inputs) {
            return to;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Movement.convert(inputs.getFirst(), to);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            DType from = inputs.getFirst().type();
            return Pointwise.one(from.isFloating() ? g.to(from) : null);
        }
    }

    /// The same values, at which differentiation stops.
    record Detach() implements Arrangement {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return inputs.getFirst().sharedAs(shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(null);
        }
    }
}
