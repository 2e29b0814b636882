package org.unroll.internal.kernel;

/// Elementwise functions of two values. Comparisons give 1 or 0.
public enum Binary {
    ADD,
    SUBTRACT,
    MULTIPLY,
    DIVIDE,
    /// As `Math.max`: NaN if either is NaN, and negative zero is below positive zero.
    MAXIMUM,
    /// As `Math.min`: NaN if either is NaN, and negative zero is below positive zero.
    MINIMUM,
    GREATER,
    GREATER_EQUAL,
    LESS,
    LESS_EQUAL,
    EQUAL,
    NOT_EQUAL,
    /// (y, g) to `g (1 - y²)`, where y = tanh(x); the bracket is rounded once.
    TANH_GRADIENT,
    /// (y, g) to `g (y - y²)`, where y = sigmoid(x); the bracket is rounded once.
    SIGMOID_GRADIENT,
    /// (y, g) to `y <= 0 ? 0 : g`, where y = relu(x) or x itself; a NaN in y lets g through.
    RELU_GRADIENT
}
