package org.unroll.loss;

import org.jspecify.annotations.Nullable;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// A mean over what counts of how far predictions are from their targets.
public interface Loss {

    /// The mean over everything.
    ///
    /// @return a scalar of the predictions' type
    default Tensor of(Tensor predictions, Tensor targets) {
        return of(predictions, targets, null);
    }

    /// The mean over the valid steps: padding does not count, nor do steps that a mask leaves out.
    ///
    /// Every valid step counts the same, so long rows count more than short ones; PyTorch's and
    /// Keras's losses know of no lengths. Predictions without lengths, as after a layer that
    /// removes the time, count as a whole.
    ///
    /// @param predictions `[rows, steps, ...]`, or `[steps, rows, ...]` in time-first layout
    /// @param targets in the predictions' layout
    /// @return a scalar of the predictions' type
    /// @throws IllegalArgumentException if shapes do not fit, if a target is out of range, or if no
    ///   row has a step
    default Tensor of(Sequence predictions, Tensor targets) {
        Tensor values = predictions.values();
        return of(
                values, targets, predictions.hasLengths() ? predictions.mask(values.type()) : null);
    }

    /// The mean over the places where the mask is 1.
    ///
    /// @param mask of any type, with 1 for what counts and 0 for what does not, such as
    ///   [org.unroll.nn.Sequence#mask]; null counts everything
    /// @return a scalar of the predictions' type
    /// @throws IllegalArgumentException if shapes do not fit, if a target is out of range, or if
    ///   nothing counts
    Tensor of(Tensor predictions, Tensor targets, @Nullable Tensor mask);
}
