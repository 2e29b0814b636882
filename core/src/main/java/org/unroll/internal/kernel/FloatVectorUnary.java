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

    private FloatVectorUnary() {}

    private static Apart loop(String name) {
        MethodType type =
                MethodType.methodType(
                        void.class, int.class, float[].class, int.class, float[].class, int.class);
        return Apart.of(MethodHandles.lookup(), name, type);
    }

    private static void apart(Apart loop, int n, float[] x, int xo, float[] out, int oo) {
        try {
            loop.handle().invokeExact(n, x, xo, out, oo);
        } catch (Throwable e) {
            throw Apart.unchecked(e);
        }
    }

    static void apply(Unary op, int n, float[] x, int xo, float[] out, int oo) {
        switch (op) {
            case NEGATE -> negate(n, x, xo, out, oo);
            case ABS -> abs(n, x, xo, out, oo);
            case SQUARE -> square(n, x, xo, out, oo);
            case SQRT -> sqrt(n, x, xo, out, oo);
            case RECIPROCAL -> reciprocal(n, x, xo, out, oo);
            case EXP -> apart(EXP, n, x, xo, out, oo);
            case LOG -> apart(LOG, n, x, xo, out, oo);
            case TANH -> apart(TANH, n, x, xo, out, oo);
            case SIGMOID -> apart(SIGMOID, n, x, xo, out, oo);
            case RELU -> relu(n, x, xo, out, oo);
            case SIGN -> sign(n, x, xo, out, oo);
            case FLUSH -> flush(n, x, xo, out, oo);
        }
    }

    private static void negate(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.neg().intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.neg().intoArray(out, oo + i, rest);
        }
    }

    private static void abs(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.abs().intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.abs().intoArray(out, oo + i, rest);
        }
    }

    private static void square(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.mul(v).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.mul(v).intoArray(out, oo + i, rest);
        }
    }

    private static void sqrt(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.sqrt().intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.sqrt().intoArray(out, oo + i, rest);
        }
    }

    private static void reciprocal(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            FloatVector.broadcast(SPECIES, 1f).div(v).intoArray(out, oo + i, rest);
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void exp(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            FloatVectorMath.exp(v).intoArray(out, oo + i);
        }
        for (; i < n; i++) {
            out[oo + i] = FloatMath.exp(x[xo + i]);
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void log(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            FloatVectorMath.log(v).intoArray(out, oo + i);
        }
        for (; i < n; i++) {
            out[oo + i] = FloatMath.log(x[xo + i]);
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void tanh(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            FloatVectorMath.tanh(v).intoArray(out, oo + i);
        }
        for (; i < n; i++) {
            out[oo + i] = FloatMath.tanh(x[xo + i]);
        }
    }

    @SuppressWarnings("UnusedMethod") // called through a handle
    private static void sigmoid(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            FloatVectorMath.sigmoid(v).intoArray(out, oo + i);
        }
        for (; i < n; i++) {
            out[oo + i] = FloatMath.sigmoid(x[xo + i]);
        }
    }

    private static void relu(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.blend(0f, v.compare(VectorOperators.LE, 0f)).intoArray(out, oo + i, rest);
        }
    }

    private static void sign(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.blend(1f, v.compare(VectorOperators.GT, 0f))
                    .blend(-1f, v.compare(VectorOperators.LT, 0f))
                    .intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.blend(1f, v.compare(VectorOperators.GT, 0f))
                    .blend(-1f, v.compare(VectorOperators.LT, 0f))
                    .intoArray(out, oo + i, rest);
        }
    }

    private static void flush(int n, float[] x, int xo, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i);
            v.blend(0f, v.abs().compare(VectorOperators.LT, FloatMath.FLUSH_BELOW))
                    .intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.blend(0f, v.abs().compare(VectorOperators.LT, FloatMath.FLUSH_BELOW))
                    .intoArray(out, oo + i, rest);
        }
    }
}
