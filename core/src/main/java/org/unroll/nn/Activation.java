package org.unroll.nn;

import java.util.Locale;
import org.unroll.tensor.Tensor;

/// Functions without parameters, for cells and as layers.
///
/// All but the softmaxes work number by number. At a kink the derivative is PyTorch's: that of the
/// negative side for `relu`, `leaky relu` and `elu`, 0 at both ends of what is clipped. A NaN stays
/// one.
public enum Activation implements ActivationFunction {
    /// `x`: Keras's `linear`.
    IDENTITY,
    /// The hyperbolic tangent.
    TANH,
    /// `1 / (1 + exp(-x))`.
    SIGMOID,
    /// `max(x, 0)`.
    RELU,
    /// `x` where positive, otherwise `0.01 x`: PyTorch's slope. Others: [LeakyRelu].
    LEAKY_RELU,
    /// `min(max(x, 0), 6)`.
    RELU6,
    /// `x` where positive, otherwise `exp(x) - 1`. With a factor below zero: [Elu].
    ELU,
    /// The scaled exponential linear unit (Klambauer and others, "Self-normalizing neural
    /// networks", 2017).
    SELU,
    /// `x * sigmoid(x)`, also called swish.
    SILU,
    /// `x Φ(x) = x (1 + erf(x / sqrt(2))) / 2`: the Gaussian error linear unit of Hendrycks and
    /// Gimpel, "Gaussian error linear units", 2016. PyTorch's `GELU` and Keras's `gelu` without
    /// further arguments.
    GELU,
    /// `0.5 x (1 + tanh(sqrt(2 / π) (x + 0.044715 x³)))`: the approximation of [#GELU] in the same
    /// paper. PyTorch's `GELU` with `approximate='tanh'`, Keras's with `approximate=True`. It
    /// differs from the exact one by up to 0.0005.
    GELU_TANH,
    /// `x * tanh(softplus(x))` (Misra, "Mish: a self regularized non-monotonic activation
    /// function", 2019).
    MISH,
    /// `log(1 + exp(x))`, without overflow.
    SOFTPLUS,
    /// `x / (1 + |x|)`.
    SOFTSIGN,
    /// `exp(x)`.
    EXPONENTIAL,
    /// `x` clipped to `[-1, 1]`.
    HARD_TANH,
    /// `x / 6 + 1 / 2` clipped to `[0, 1]`: PyTorch's and Keras 3's hard sigmoid.
    HARD_SIGMOID,
    /// `0.2 x + 0.5` clipped to `[0, 1]`: the hard sigmoid of Keras 2, Theano and ONNX. Models
    /// trained with it are not those of [#HARD_SIGMOID].
    HARD_SIGMOID_FIFTH,
    /// `exp(x) / sum(exp(x))` over the last axis. Losses take logits: don't put it before one.
    SOFTMAX,
    /// The logarithm of the softmax over the last axis, as [org.unroll.loss.NegativeLogLikelihood]
    /// takes it.
    LOG_SOFTMAX;

    private static final LeakyRelu PYTORCHS_SLOPE = new LeakyRelu(0.01);
    private static final Elu ALPHA_ONE = new Elu(1);
    private static final Elu SELU_ALPHA = new Elu(1.6732632423543772);
    private static final double SELU_SCALE = 1.0507009873554805;

    @Override
    public Tensor apply(Tensor x) {
        return switch (this) {
            case IDENTITY -> x;
            case TANH -> x.tanh();
            case SIGMOID -> x.sigmoid();
            case RELU -> x.relu();
            case LEAKY_RELU -> PYTORCHS_SLOPE.apply(x);
            case RELU6 -> Ramp.of(x, 0, 6);
            case ELU -> ALPHA_ONE.apply(x);
            case SELU -> SELU_ALPHA.apply(x).times(SELU_SCALE);
            case SILU -> x.times(x.sigmoid());
            case GELU -> x.times(x.times(Math.sqrt(0.5)).erf().plus(1)).times(0.5);
            case GELU_TANH -> geluTanh(x);
            case MISH -> x.times(softplus(x).tanh());
            case SOFTPLUS -> softplus(x);
            case SOFTSIGN -> x.dividedBy(x.abs().plus(1));
            case EXPONENTIAL -> x.exp();
            case HARD_TANH -> Ramp.of(x, -1, 1);
            case HARD_SIGMOID -> Ramp.of(x.plus(3), 0, 6, 6);
            case HARD_SIGMOID_FIFTH -> Ramp.of(x.times(0.2).plus(0.5), 0, 1);
            case SOFTMAX -> x.softmax(-1);
            case LOG_SOFTMAX -> x.logSoftmax(-1);
        };
    }

    private static Tensor geluTanh(Tensor x) {
        Tensor cubic = x.squared().times(x).times(0.044715).plus(x);
        return cubic.times(Math.sqrt(2 / Math.PI)).tanh().plus(1).times(x).times(0.5);
    }

    /// `max(x, 0) + log(1 + y)` with `y = exp(-|x|)`. At 0 the maximum shares its derivative evenly
    /// and the absolute value has none: together a half, which is right.
    private static Tensor softplus(Tensor x) {
        Tensor y = x.abs().negated().exp();
        Tensor sum = y.plus(1);
        // what rounding of 1 + y has left out, which is all of y where x is far below 0
        Tensor left = y.minus(sum.minus(1));
        return x.maximum(0).plus(sum.log().plus(left.dividedBy(sum)));
    }

    /// Such as `tanh` or `leaky relu`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
