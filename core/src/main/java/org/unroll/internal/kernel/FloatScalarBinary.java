package org.unroll.internal.kernel;

/// Elementwise functions of two float32 values, one value at a time; a loop of its own for each.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarBinary {
    private FloatScalarBinary() {}

    static void apply(
            Binary op,
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            apply(op, columns, x, xo + r * xrs, y, yo + r * yrs, out, oo + r * ors);
        }
    }

    private static void apply(
            Binary op, int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        switch (op) {
            case ADD -> add(n, x, xo, y, yo, out, oo);
            case SUBTRACT -> subtract(n, x, xo, y, yo, out, oo);
            case MULTIPLY -> multiply(n, x, xo, y, yo, out, oo);
            case DIVIDE -> divide(n, x, xo, y, yo, out, oo);
            case MAXIMUM -> maximum(n, x, xo, y, yo, out, oo);
            case MINIMUM -> minimum(n, x, xo, y, yo, out, oo);
            case GREATER -> greater(n, x, xo, y, yo, out, oo);
            case GREATER_EQUAL -> greaterEqual(n, x, xo, y, yo, out, oo);
            case LESS -> less(n, x, xo, y, yo, out, oo);
            case LESS_EQUAL -> lessEqual(n, x, xo, y, yo, out, oo);
            case EQUAL -> equal(n, x, xo, y, yo, out, oo);
            case NOT_EQUAL -> notEqual(n, x, xo, y, yo, out, oo);
            case TANH_GRADIENT -> tanhGradient(n, x, xo, y, yo, out, oo);
            case SIGMOID_GRADIENT -> sigmoidGradient(n, x, xo, y, yo, out, oo);
            case RELU_GRADIENT -> reluGradient(n, x, xo, y, yo, out, oo);
        }
    }

    private static void add(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] + y[yo + i];
        }
    }

    private static void subtract(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] - y[yo + i];
        }
    }

    private static void multiply(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] * y[yo + i];
        }
    }

    private static void divide(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] / y[yo + i];
        }
    }

    private static void maximum(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = Math.max(x[xo + i], y[yo + i]);
        }
    }

    private static void minimum(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = Math.min(x[xo + i], y[yo + i]);
        }
    }

    private static void greater(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] > y[yo + i] ? 1f : 0f;
        }
    }

    private static void greaterEqual(
            int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] >= y[yo + i] ? 1f : 0f;
        }
    }

    private static void less(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] < y[yo + i] ? 1f : 0f;
        }
    }

    private static void lessEqual(
            int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] <= y[yo + i] ? 1f : 0f;
        }
    }

    private static void equal(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] == y[yo + i] ? 1f : 0f;
        }
    }

    private static void notEqual(int n, float[] x, int xo, float[] y, int yo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] != y[yo + i] ? 1f : 0f;
        }
    }

    private static void tanhGradient(
            int n, float[] y, int yo, float[] g, int go, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            float v = y[yo + i];
            out[oo + i] = g[go + i] * Math.fma(-v, v, 1f);
        }
    }

    private static void sigmoidGradient(
            int n, float[] y, int yo, float[] g, int go, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            float v = y[yo + i];
            out[oo + i] = g[go + i] * Math.fma(-v, v, v);
        }
    }

    private static void reluGradient(
            int n, float[] y, int yo, float[] g, int go, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            float v = y[yo + i];
            out[oo + i] = v <= 0f ? 0f : g[go + i];
        }
    }
}
