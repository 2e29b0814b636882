package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;

/// The primitive operations: everything that [Tensor]'s methods do comes down to these. Each knows
/// the shape of its result, computes it, and has its derivative written in the same operations, so
/// that the derivative can be run or recorded like any other function.
///
/// This is the vocabulary of [Recording] and of the engine that plans recorded steps; programs use
/// [Tensor].
@SuppressWarnings("exports")
public sealed interface Operation {
    /// The shape of the result.
    ///
    /// @throws IllegalArgumentException if the inputs do not fit together
    Shape shape(List<Tensor> inputs);

    /// The type of the result.
    default DType type(List<Tensor> inputs) {
        return inputs.getFirst().type();
    }

    /// The result, for inputs that hold values.
    Tensor compute(List<Tensor> inputs, Shape shape);

    /// The derivative: for each input the gradient that follows from the result's gradient, or null
    /// where there is none. `output` is the result that was computed. An input for which `needed`
    /// is false may be left null.
    List<@Nullable Tensor> gradients(
            List<Tensor> inputs, Tensor output, Tensor gradient, boolean[] needed);

    /// A function of each element alone.
    record Map(Unary function) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Pointwise.map(function, inputs.getFirst());
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor x = inputs.getFirst();
            return Pointwise.one(
                    switch (function) {
                        case NEGATE -> g.negated();
                        case ABS -> g.times(x.sign());
                        case SQUARE -> g.times(x).times(2);
                        case SQRT -> g.dividedBy(y.times(2));
                        case RECIPROCAL -> g.times(y.squared()).negated();
                        case EXP -> g.times(y);
                        case LOG -> g.dividedBy(x);
                        case TANH -> Tensor.combine(Binary.TANH_GRADIENT, y, g);
                        case SIGMOID -> Tensor.combine(Binary.SIGMOID_GRADIENT, y, g);
                        case RELU -> Tensor.combine(Binary.RELU_GRADIENT, y, g);
                        case FLUSH -> g;
                        case SIGN -> null;
                    });
        }
    }

    /// A function of two elements; shapes broadcast.
    record Combine(Binary function) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Shape.broadcast(inputs.get(0).shape(), inputs.get(1).shape());
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Pointwise.combine(function, inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor a = inputs.get(0);
            Tensor b = inputs.get(1);
            return switch (function) {
                case ADD -> sides(a, needed[0] ? g : null, b, needed[1] ? g : null);
                case SUBTRACT -> sides(a, needed[0] ? g : null, b, needed[1] ? g.negated() : null);
                case MULTIPLY ->
                        sides(a, needed[0] ? g.times(b) : null, b, needed[1] ? g.times(a) : null);
                case DIVIDE ->
                        sides(
                                a,
                                needed[0] ? g.dividedBy(b) : null,
                                b,
                                needed[1] ? g.times(y).dividedBy(b).negated() : null);
                // Where both are equal each side gets half, as in PyTorch.
                case MAXIMUM -> sides(a, share(g, a, b), b, share(g, b, a));
                case MINIMUM -> sides(a, share(g, b, a), b, share(g, a, b));
                // The derivatives of the derivatives: for nested differentiation.
                case TANH_GRADIENT ->
                        sides(
                                a,
                                needed[0] ? g.times(b).times(a).times(-2) : null,
                                b,
                                needed[1] ? Tensor.combine(Binary.TANH_GRADIENT, a, g) : null);
                case SIGMOID_GRADIENT ->
                        sides(
                                a,
                                needed[0] ? g.times(b).times(a.times(-2).plus(1)) : null,
                                b,
                                needed[1] ? Tensor.combine(Binary.SIGMOID_GRADIENT, a, g) : null);
                case RELU_GRADIENT ->
                        sides(
                                a,
                                null,
                                b,
                                needed[1] ? Tensor.combine(Binary.RELU_GRADIENT, a, g) : null);
                case GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, EQUAL, NOT_EQUAL ->
                        sides(a, null, b, null);
            };
        }

        private static Tensor share(Tensor g, Tensor winner, Tensor loser) {
            return g.times(winner.greaterThan(loser).plus(winner.greaterOrEqual(loser)).times(0.5));
        }

        private static List<@Nullable Tensor> sides(
                Tensor a, @Nullable Tensor toA, Tensor b, @Nullable Tensor toB) {
            return Pointwise.two(
                    toA == null ? null : toA.summedTo(a.shape()),
                    toB == null ? null : toB.summedTo(b.shape()));
        }
    }

    /// Where the first input is not zero the second, else the third; shapes broadcast.
    record Choose() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Shape.broadcast(
                    inputs.get(0).shape(),
                    Shape.broadcast(inputs.get(1).shape(), inputs.get(2).shape()));
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Pointwise.choose(inputs.get(0), inputs.get(1), inputs.get(2), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor mask = inputs.get(0);
            Tensor zero = Tensor.scalar(g.type(), 0);
            return Pointwise.three(
                    null,
                    needed[1] ? Tensor.where(mask, g, zero).summedTo(inputs.get(1).shape()) : null,
                    needed[2] ? Tensor.where(mask, zero, g).summedTo(inputs.get(2).shape()) : null);
        }
    }

    /// The matrix product over the last two axes, either side transposed first; axes before them
    /// broadcast.
    record Product(boolean transposeLeft, boolean transposeRight) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Products.shape(
                    inputs.get(0).shape(), transposeLeft, inputs.get(1).shape(), transposeRight);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Products.multiply(
                    inputs.get(0), transposeLeft, inputs.get(1), transposeRight, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor a = inputs.get(0);
            Tensor b = inputs.get(1);
            @Nullable Tensor toA = null;
            @Nullable Tensor toB = null;
            if (needed[0]) { // dA = G B', read with whichever sides are transposed
                toA =
                        transposeLeft
                                ? b.product(transposeRight, g, true)
                                : g.product(false, b, !transposeRight);
                toA = toA.summedTo(a.shape());
            }
            if (needed[1]) { // dB = A' G
                toB =
                        transposeRight
                                ? g.product(true, a, transposeLeft)
                                : a.product(!transposeLeft, g, false);
                toB = toB.summedTo(b.shape());
            }
            return Pointwise.two(toA, toB);
        }
    }

    /// Inputs laid end to end along an axis.
    record Concatenate(int axis) implements Operation {
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
    record Slice(int axis, int from, int to) implements Operation {
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
    record Pad(int axis, int before, int after) implements Operation {
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
    record Reshape(Shape to) implements Operation {
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
            return Tensor.wrap(inputs.getFirst().array(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.reshapedTo(inputs.getFirst().shape()));
        }
    }

    /// Axis i of the result is axis `axes[i]` of the input.
    record Permute(List<Integer> axes) implements Operation {
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
    record Broadcast(Shape to) implements Operation {
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

    /// Summed to a smaller shape, which broadcasts to the input's: the derivative of [Broadcast].
    record SumTo(Shape to) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape from = inputs.getFirst().shape();
            if (!Shape.broadcast(from, to).equals(from)) {
                throw new IllegalArgumentException("shape " + from + " cannot be summed to " + to);
            }
            return to;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Reduction.sumTo(inputs.getFirst(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.broadcastTo(inputs.getFirst().shape()));
        }
    }

    /// The largest (or, negated by the caller, smallest) elements along the last axis, which keeps
    /// length one. Equal maxima share the gradient evenly.
    record Maximum() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape shape = inputs.getFirst().shape();
            if (shape.dim(-1) == 0) {
                throw new IllegalArgumentException(
                        "max over an axis of length 0 in shape " + shape);
            }
            return shape.with(-1, 1);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Reduction.maximum(inputs.getFirst(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor hits = inputs.getFirst().equalTo(y);
            return Pointwise.one(hits.times(g.dividedBy(hits.summedTo(y.shape()))));
        }
    }

    /// Softmax over the last axis.
    record Softmax() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Reduction.softmax(inputs.getFirst());
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            Tensor weighted = g.times(y);
            return Pointwise.one(weighted.minus(y.times(weighted.summedTo(y.shape().with(-1, 1)))));
        }
    }

    /// The logarithm of softmax over the last axis.
    record LogSoftmax() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Reduction.logSoftmax(inputs.getFirst());
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(g.minus(y.exp().times(g.summedTo(y.shape().with(-1, 1)))));
        }
    }

    /// Rows of a table (axis 0 of the first input) by number (the second input, int32). The row
    /// `withoutGradient`, if there is one, gets no gradient; -1 for none.
    record TakeRows(int withoutGradient) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Indexing.rowsShape(inputs.get(0).shape(), inputs.get(1));
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.takeRows(inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(
                    Tensor.apply(
                            new AddRows(inputs.get(0).shape(), withoutGradient), g, inputs.get(1)),
                    null);
        }
    }

    /// The derivative of [TakeRows]: adds each row of the first input to the numbered row of a
    /// table of zeros, but for the row `skipped`, which stays zero; -1 for none.
    record AddRows(Shape table, int skipped) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return table;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.addRows(inputs.get(0), inputs.get(1), skipped, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            if (skipped >= 0) {
                throw new IllegalStateException(
                        "the derivative of AddRows with a skipped row is not defined");
            }
            return Pointwise.two(g.rows(inputs.get(1)), null);
        }
    }

    /// One element of the last axis by number, for each position of the second input (int32, same
    /// rank).
    record Pick() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Indexing.pickShape(inputs.get(0).shape(), inputs.get(1));
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.pick(inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(
                    Tensor.apply(new Place(inputs.get(0).dim(-1)), g, inputs.get(1)), null);
        }
    }

    /// The derivative of [Pick]: adds each element at its number in a last axis of zeros.
    record Place(int length) implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.get(0).shape().with(-1, length);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.place(inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(Tensor.apply(new Pick(), g, inputs.get(1)), null);
        }
    }

    /// The same numbers in another type.
    record Convert(DType to) implements Operation {
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
    record Detach() implements Operation {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Tensor.wrap(inputs.getFirst().array(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(null);
        }
    }
}
