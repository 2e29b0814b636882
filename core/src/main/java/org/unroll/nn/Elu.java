package org.unroll.nn;

import org.unroll.tensor.Tensor;

/// `x` where positive, otherwise `alpha * (exp(x) - 1)`, with that side's derivative at 0.
///
/// Clevert, Unterthiner and Hochreiter, "Fast and accurate deep network learning by exponential
/// linear units (ELUs)", 2015. Alpha 1 ([Activation#ELU]) is PyTorch's and Keras's default.
///
/// @param alpha any finite number
public record Elu(double alpha) implements ActivationFunction {
    /// Checks alpha.
    public Elu {
        Checks.finite("alpha", alpha);
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor positive = x.greaterThan(0);
        // not minimum(x, 0), which gives 0 half a derivative; and exp of what is not used must not
        // overflow, or its gradient is not a number
        Tensor below = Tensor.where(positive, Tensor.scalar(x.type(), 0), x);
        // exp(x) - 1 without cancellation near 0
        Tensor exponential = below.times(0.5).tanh().times(below.exp().plus(1));
        return Tensor.where(positive, x, exponential.times(alpha));
    }

    @Override
    public String toString() {
        return "elu(" + alpha + ")";
    }
}
