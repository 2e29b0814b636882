package org.unroll.nn;

import java.util.Locale;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Functions without parameters; each is a [Layer] too.
///
/// All but the softmaxes work number by number. At a kink, `relu` and `leaky relu` have the
/// derivative of the negative side, as in PyTorch.
public enum Activation implements Layer {
    /// `x`.
    IDENTITY,
    /// The hyperbolic tangent.
    TANH,
    /// `1 / (1 + exp(-x))`.
    SIGMOID,
    /// `max(x, 0)`.
    RELU,
    /// `x` where positive, otherwise `0.01 x`: PyTorch's slope; Keras's is 0.3.
    LEAKY_RELU,
    /// `x * sigmoid(x)`, also called swish.
    SILU,
    /// `exp(x) / sum(exp(x))` over the last axis. Losses take logits: don't put it before one.
    SOFTMAX,
    /// The logarithm of the softmax over the last axis, as [org.unroll.loss.NegativeLogLikelihood]
    /// takes it.
    LOG_SOFTMAX;

    /// Applies the function to a tensor of any shape, which the result keeps.
    public Tensor apply(Tensor x) {
        return switch (this) {
            case IDENTITY -> x;
            case TANH -> x.tanh();
            case SIGMOID -> x.sigmoid();
            case RELU -> x.relu();
            case LEAKY_RELU -> Tensor.where(x.greaterThan(0), x, x.times(0.01));
            case SILU -> x.times(x.sigmoid());
            case SOFTMAX -> x.softmax(-1);
            case LOG_SOFTMAX -> x.logSoftmax(-1);
        };
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        return input.with(apply(input.values()));
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    /// Such as `tanh` or `leaky relu`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
