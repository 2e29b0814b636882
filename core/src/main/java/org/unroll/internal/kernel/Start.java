package org.unroll.internal.kernel;

/// What a sum starts from.
public enum Start {
    /// The result replaces what the output held.
    ZERO,
    /// The output's present value is the first addend, and the sum continues from it.
    ADDEND
}
