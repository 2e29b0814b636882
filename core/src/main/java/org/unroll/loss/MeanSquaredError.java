package org.unroll.loss;

import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Tensor;

/// `Σ (prediction - target)² / n` over the numbers that count.
///
/// Predictions and targets of one shape; a mask has that shape too, or lacks the last axis. As
/// PyTorch's `MSELoss` and Keras's `MeanSquaredError`.
public record MeanSquaredError() implements Loss {

    /// The only one.
    public static MeanSquaredError standard() {
        return new MeanSquaredError();
    }

    @Override
    public Tensor of(Tensor predictions, Tensor targets, @Nullable Tensor mask) {
        Numbers numbers = Numbers.read("mean squared error", predictions, targets, mask);
        return numbers.predictions().minus(numbers.targets()).squared().mean();
    }
}
