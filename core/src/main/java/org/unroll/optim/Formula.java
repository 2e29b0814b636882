package org.unroll.optim;

/// Whose formula an optimizer computes, where PyTorch and Keras differ. Each optimizer says how.
public enum Formula {
    /// As PyTorch's optimizer of the same name.
    PYTORCH,
    /// As Keras's optimizer of the same name.
    KERAS
}
