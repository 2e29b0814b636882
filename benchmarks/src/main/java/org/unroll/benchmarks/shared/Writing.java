package org.unroll.benchmarks.shared;

/// How a cell is written. The function is the same.
public enum Writing {
    /// A layer of the library.
    BUILT_IN,
    /// By a user: one product for all gates on each side.
    ONE_PRODUCT,
    /// By a user: a dense layer per gate on each side.
    LAYER_PER_GATE,
    /// By a user: input and hidden state joined, then one dense layer.
    CONCATENATED
}
