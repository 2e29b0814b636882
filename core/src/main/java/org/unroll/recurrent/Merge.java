package org.unroll.recurrent;

import org.unroll.tensor.Tensor;

/// How the outputs of two directions become one; Keras's `merge_mode`.
public enum Merge {
    /// Side by side, the forward direction first: twice as long. PyTorch's only way.
    CONCATENATE,
    /// Added.
    SUM,
    /// Added and halved.
    AVERAGE,
    /// Multiplied element by element.
    PRODUCT;

    /// The merged outputs, from two of the same shape.
    Tensor of(Tensor forward, Tensor backward) {
        return switch (this) {
            case CONCATENATE -> Tensor.concat(-1, forward, backward);
            case SUM -> forward.plus(backward);
            case AVERAGE -> forward.plus(backward).times(0.5);
            case PRODUCT -> forward.times(backward);
        };
    }

    int outputSize(int size) {
        return this == CONCATENATE ? 2 * size : size;
    }
}
