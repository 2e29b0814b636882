package org.unroll.nn;

import org.unroll.tensor.Tensor;

/// `factor · Σ w²`, without the ½ that some books have: weights become small. Keras's `L2`; with
/// plain gradient descent, PyTorch's `weight_decay` of `2 · factor`.
///
/// @param factor at least 0
public record L2(double factor) implements Regularizer {
    /// Checks the factor.
    public L2 {
        Checks.factor(factor);
    }

    @Override
    public Tensor of(Tensor weight) {
        return weight.squared().sum().times(factor);
    }
}
