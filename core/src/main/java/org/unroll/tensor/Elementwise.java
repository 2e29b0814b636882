package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;

/// Operations of each element alone, with broadcasting.
@SuppressWarnings("exports")
public sealed interface Elementwise extends Operation {
    /// A function of each element alone.
    record Map(Unary function) implements Elementwise {
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
                        case ERF -> g.times(erfDerivative(x));
                        case RELU -> Tensor.combine(Binary.RELU_GRADIENT, y, g);
                        case FLUSH -> g;
                        case SIGN -> null;
                    });
        }

        private static Tensor erfDerivative(Tensor x) {
            return x.squared().negated().exp().times(2 / Math.sqrt(Math.PI));
        }
    }

    /// A function of two elements; shapes broadcast.
    record Combine(Binary function) implements Elementwise {
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
    record Choose() implements Elementwise {
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
}
