package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations that combine elements along an axis.
public sealed interface Algebra extends Operation {
    /// The matrix product over the last two axes, either side transposed first; axes before them
    /// broadcast.
    record Product(boolean transposeLeft, boolean transposeRight) implements Algebra {
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

    /// Summed to a smaller shape, which broadcasts to the input's: the derivative of
    /// [Arrangement.Broadcast].
    record SumTo(Shape to) implements Algebra {
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
    record Maximum() implements Algebra {
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

    /// The positions of the first maxima along the last axis, which is dropped, as int32.
    record ArgMax() implements Algebra {
        @Override
        public Shape shape(List<Tensor> inputs) {
            Shape shape = inputs.getFirst().shape();
            if (shape.dim(-1) == 0) {
                throw new IllegalArgumentException(
                        "argmax over an axis of length 0 in shape " + shape);
            }
            return shape.without(-1);
        }

        @Override
        public DType type(List<Tensor> inputs) {
            return DType.INT32;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Reduction.argmax(inputs.getFirst(), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(null);
        }
    }

    /// Softmax over the last axis.
    record Softmax() implements Algebra {
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
    record LogSoftmax() implements Algebra {
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
}
