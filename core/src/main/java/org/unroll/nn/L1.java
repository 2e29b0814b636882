package org.unroll.nn;

import org.unroll.tensor.Tensor;

/// `factor · Σ |w|`: many weights become zero. Keras's `L1`.
///
/// @param factor at least 0
public record L1(double factor) implements Regularizer {
    /// Checks the factor.
    public L1 {
        Checks.factor(factor);
    }

    @Override
    public Tensor of(Tensor weight) {
        return weight.abs().sum().times(factor);
    }
}
