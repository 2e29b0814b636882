package org.unroll.internal.kernel;

/// Elementwise functions of one value. Each lets NaN through.
public enum Unary {
    NEGATE,
    ABS,
    SQUARE,
    SQRT,
    RECIPROCAL,
    EXP,
    /// The natural logarithm: minus infinity for either zero, NaN below zero.
    LOG,
    TANH,
    /// `1 / (1 + exp(-x))`, accurate relative to its value for large negative x too.
    SIGMOID,
    /// The error function, `2 / sqrt(pi)` times the integral of `exp(-t²)` from 0 to x.
    ERF,
    /// `x <= 0 ? +0 : x`: negative zero gives positive zero.
    RELU,
    /// -1, 1, or x itself where that is a zero.
    SIGN,
    /// Magnitudes below 2^-100 (float32) or 2^-960 (float64) become positive zero. For gradients
    /// that vanish through time: products of numbers this small are subnormal, which costs most
    /// processors over a hundred cycles each.
    FLUSH
}
