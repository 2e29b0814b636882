package org.unroll.internal.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Elementwise functions of one float32 value, a vector at a time; a loop of its own for each.
///
/// What does not fill a vector is loaded and stored under a mask where the function is a single
/// operation or two. The polynomials take the scalar functions there, which give the same bits: a
/// second copy of a polynomial, or a mask beside it, makes a method so large that the JIT compiler
/// stops inlining in the midst of it, and from then on each vector is an object on the heap. For
/// the same reason the polynomials are called through [Apart]: inlined into their caller, two of
/// them are too large together.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorUnary {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private static final Apart EXP = loop("exp");
    private static final Apart LOG = loop("log");
    private static final Apart TANH = loop("tanh");
    private static final Apart SIGMOID = loop("sigmoid");
    private static final Apart ERF = loop("erf");

    private FloatVectorUnary() {}

    private static Apart loop(String name) {
        MethodType type =
                MethodType.methodType(
                        void.class,
                        int.class,
                        int.class,
                        float[].class,
                        int.class,
                        int.class,
                        float[].class,
                        int.class,
                        int.class);
        return Apart.of(MethodHandles.lookup(), name, type);
    }

    private static void apart(
            Apart loop, int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        try {
            loop.handle().invokeExact(rows, n, x, xo, xrs, out, oo, ors);
        } catch (Throwable e) {
            throw Apart.unchecked(e);
        }
    }

    static void apply(
            Unary op, int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        switch (op) {
            case NEGATE -> negate(rows, n, x, xo, xrs, out, oo, ors);
            case ABS -> abs(rows, n, x, xo, xrs, out, oo, ors);
            case SQUARE -> square(rows, n, x, xo, xrs, out, oo, ors);
            case SQRT -> sqrt(rows, n, x, xo, xrs, out, oo, ors);
            case RECIPROCAL -> reciprocal(rows, n, x, xo, xrs, out, oo, ors);
            case EXP -> apart(EXP, rows, n, x, xo, xrs, out, oo, ors);
            case LOG -> apart(LOG, rows, n, x, xo, xrs, out, oo, ors);
            case TANH -> apart(TANH, rows, n, x, xo, xrs, out, oo, ors);
            case SIGMOID -> apart(SIGMOID, rows, n, x, xo, xrs, out, oo, ors);
            case ERF -> apart(ERF, rows, n, x, xo, xrs, out, oo, ors);
            case RELU -> relu(rows, n, x, xo, xrs, out, oo, ors);
            case SIGN -> sign(rows, n, x, xo, xrs, out, oo, ors);
            case FLUSH -> flush(rows, n, x, xo, xrs, out, oo, ors);
        }
    }

    private static void negate(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.neg().intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.neg().intoArray(out, or + i, rest);
            }
        }
    }

    private static void abs(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.abs().intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.abs().intoArray(out, or + i, rest);
            }
        }
    }

    private static void square(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.mul(v).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.mul(v).intoArray(out, or + i, rest);
            }
        }
    }

    private static void sqrt(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.sqrt().intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.sqrt().intoArray(out, or + i, rest);
            }
        }
    }

    private static void reciprocal(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(out, or + i, rest);
            }
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void exp(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVectorMath.exp(v).intoArray(out, or + i);
            }
            for (; i < n; i++) {
                out[or + i] = FloatMath.exp(x[xr + i]);
            }
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void log(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVectorMath.log(v).intoArray(out, or + i);
            }
            for (; i < n; i++) {
                out[or + i] = FloatMath.log(x[xr + i]);
            }
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void tanh(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVectorMath.tanh(v).intoArray(out, or + i);
            }
            for (; i < n; i++) {
                out[or + i] = FloatMath.tanh(x[xr + i]);
            }
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void sigmoid(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVectorMath.sigmoid(v).intoArray(out, or + i);
            }
            for (; i < n; i++) {
                out[or + i] = FloatMath.sigmoid(x[xr + i]);
            }
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void erf(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVectorMath.erf(v).intoArray(out, or + i);
            }
            for (; i < n; i++) {
                out[or + i] = FloatMath.erf(x[xr + i]);
            }
        }
    }

    private static void relu(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(out, or + i, rest);
            }
        }
    }

    private static void sign(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.blend(1f, v.compare(VectorOperators.GT, 0f))
                        .blend(-1f, v.compare(VectorOperators.LT, 0f))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.blend(1f, v.compare(VectorOperators.GT, 0f))
                        .blend(-1f, v.compare(VectorOperators.LT, 0f))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    private static void flush(
            int rows, int n, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i);
                v.blend(0f, v.abs().compare(VectorOperators.LT, FloatMath.FLUSH_BELOW))
                        .intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector v = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                v.blend(0f, v.abs().compare(VectorOperators.LT, FloatMath.FLUSH_BELOW))
                        .intoArray(out, or + i, rest);
            }
        }
    }
}
