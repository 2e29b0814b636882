package org.unroll.nn;

import org.unroll.tensor.Tensor;

/// `x` where positive, otherwise `slope * x`, with that side's derivative at 0.
///
/// Maas, Hannun and Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.
/// PyTorch's slope is 0.01 ([Activation#LEAKY_RELU]), Keras's 0.3 in `LeakyReLU` and 0.2 in
/// `leaky_relu`.
///
/// @param slope any finite number
public record LeakyRelu(double slope) implements ActivationFunction {
    /// Checks the slope.
    public LeakyRelu {
        Checks.finite("slope", slope);
    }

    @Override
    public Tensor apply(Tensor x) {
        return Tensor.where(x.greaterThan(0), x, x.times(slope));
    }

    @Override
    public String toString() {
        return "leaky relu(" + slope + ")";
    }
}
