package org.unroll.internal.kernel;

/// Elementwise functions of one float32 value, one value at a time. A loop of its own for each, so
/// that the JIT compiler can vectorize those that it knows how to.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScalarUnary {
    private FloatScalarUnary() {}

    static void apply(
            Unary op,
            int rows,
            int columns,
            float[] x,
            int xo,
            int xrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            apply(op, columns, x, xo + r * xrs, out, oo + r * ors);
        }
    }

    private static void apply(Unary op, int n, float[] x, int xo, float[] out, int oo) {
        switch (op) {
            case NEGATE -> negate(n, x, xo, out, oo);
            case ABS -> abs(n, x, xo, out, oo);
            case SQUARE -> square(n, x, xo, out, oo);
            case SQRT -> sqrt(n, x, xo, out, oo);
            case RECIPROCAL -> reciprocal(n, x, xo, out, oo);
            case EXP -> exp(n, x, xo, out, oo);
            case LOG -> log(n, x, xo, out, oo);
            case TANH -> tanh(n, x, xo, out, oo);
            case SIGMOID -> sigmoid(n, x, xo, out, oo);
            case ERF -> erf(n, x, xo, out, oo);
            case RELU -> relu(n, x, xo, out, oo);
            case SIGN -> sign(n, x, xo, out, oo);
            case FLUSH -> flush(n, x, xo, out, oo);
        }
    }

    private static void negate(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = -x[xo + i];
        }
    }

    private static void abs(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = Math.abs(x[xo + i]);
        }
    }

    private static void square(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = x[xo + i] * x[xo + i];
        }
    }

    private static void sqrt(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = (float) Math.sqrt(x[xo + i]);
        }
    }

    private static void reciprocal(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = 1f / x[xo + i];
        }
    }

    private static void exp(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.exp(x[xo + i]);
        }
    }

    private static void log(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.log(x[xo + i]);
        }
    }

    private static void tanh(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.tanh(x[xo + i]);
        }
    }

    private static void sigmoid(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.sigmoid(x[xo + i]);
        }
    }

    private static void erf(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.erf(x[xo + i]);
        }
    }

    private static void relu(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.relu(x[xo + i]);
        }
    }

    private static void sign(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = Math.signum(x[xo + i]);
        }
    }

    private static void flush(int n, float[] x, int xo, float[] out, int oo) {
        for (int i = 0; i < n; i++) {
            out[oo + i] = FloatMath.flush(x[xo + i]);
        }
    }
}
