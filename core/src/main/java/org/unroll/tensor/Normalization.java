package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;

/// What [Tensor#normalized] comes down to, along the last axis: operations of their own, since a
/// chain of sums, differences, squares and quotients would go through the numbers a dozen times.
public sealed interface Normalization extends Operation {
    /// `s = 1 / sqrt(variance of x + epsilon)`, of which there is one for all numbers along the
    /// axis.
    record InverseDeviation(double epsilon) implements Normalization {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape().with(-1, 1);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            Tensor x = inputs.getFirst();
            Kernels<Object> kernels = Engine.kernels(x.type());
            int n = x.dim(-1);
            Object out = x.type().allocateUnwritten(shape.size());
            kernels.inverseDeviation(shape.size(), n, x.array(), 0, n, epsilon, out, 0, 1);
            return Tensor.wrap(out, shape);
        }

        /// `ds/dx = -s² y / n`, where y is x normalised.
        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor s, Tensor g, boolean[] needed) {
            Tensor x = inputs.getFirst();
            Tensor scaled = g.times(s.squared()).times(-1.0 / x.dim(-1));
            return Pointwise.one(Tensor.apply(new Normalize(), x, s).times(scaled));
        }
    }

    /// `y = (x - mean of x) s`, for an x and its [InverseDeviation].
    record Normalize() implements Normalization {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            Tensor x = inputs.get(0);
            Kernels<Object> kernels = Engine.kernels(x.type());
            int n = x.dim(-1);
            Object out = x.type().allocateUnwritten(shape.size());
            kernels.normalize(rows(x), n, x.array(), 0, n, inputs.get(1).array(), 0, 1, out, 0, n);
            return Tensor.wrap(out, shape);
        }

        /// All of x's gradient, what comes through s included: s gets none by itself.
        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(Tensor.apply(new Gradient(), y, inputs.get(1), g), null);
        }
    }

    /// The derivative of [Normalize]: (y, s, g) to `s (g - mean of g - y mean of g y)`.
    record Gradient() implements Normalization {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.getFirst().shape();
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            Tensor y = inputs.get(0);
            Kernels<Object> kernels = Engine.kernels(y.type());
            int n = y.dim(-1);
            Object out = y.type().allocateUnwritten(shape.size());
            kernels.normalizeGradient(
                    rows(y),
                    n,
                    y.array(),
                    0,
                    n,
                    inputs.get(1).array(),
                    0,
                    1,
                    inputs.get(2).array(),
                    0,
                    n,
                    out,
                    0,
                    n);
            return Tensor.wrap(out, shape);
        }

        /// The derivative of the derivative: for nested differentiation. For g it is its own.
        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor x, Tensor h, boolean[] needed) {
            Tensor y = inputs.get(0);
            Tensor s = inputs.get(1);
            Tensor g = inputs.get(2);
            @Nullable Tensor toY = null;
            if (needed[0]) {
                Tensor both = h.times(mean(g.times(y))).plus(g.times(mean(h.times(y))));
                toY = both.times(s).negated();
            }
            return Pointwise.three(
                    toY,
                    needed[1] ? h.times(x).summedTo(s.shape()).dividedBy(s) : null,
                    needed[2] ? Tensor.apply(this, y, s, h) : null);
        }

        private static Tensor mean(Tensor x) {
            return x.mean(-1).unsqueezed(-1);
        }
    }

    private static int rows(Tensor x) {
        return x.dim(-1) == 0 ? 0 : x.size() / x.dim(-1);
    }
}
