package org.unroll.recurrent;

/// Which biases stand in the sums of a cell's gates.
public enum Bias {
    /// None: PyTorch's `bias=False`, Keras's `use_bias=False`.
    NONE,
    /// One, `bias`, added to what comes from the input: the papers' form, and Keras's but for its
    /// GRU with `reset_after=True`.
    ONE,
    /// One on each side, `bias_ih` and `bias_hh`: PyTorch's and cuDNN's form. Where both sides are
    /// only added up it computes what [#ONE] computes, and is there so that weights fit.
    TWO
}
