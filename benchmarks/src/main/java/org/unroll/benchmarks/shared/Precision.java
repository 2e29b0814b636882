package org.unroll.benchmarks.shared;

/// The type of all numbers.
public enum Precision {
    /// 32 bits
    FLOAT32,
    /// 64 bits
    FLOAT64
}
