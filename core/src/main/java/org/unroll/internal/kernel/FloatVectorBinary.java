package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Arithmetic on two float32 values, and the derivatives of activations, a vector at a time; a loop
/// of its own for each.
///
/// `xm` and `ym` are -1 for an operand that advances, and 0 for one value that is there as many
/// times as a vector has lanes: its index stays where it is.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorBinary {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorBinary() {}

    static void apply(
            Binary op,
            int n,
            float[] x,
            int xo,
            int xm,
            float[] y,
            int yo,
            int ym,
            float[] out,
            int oo) {
        switch (op) {
            case ADD -> add(n, x, xo, xm, y, yo, ym, out, oo);
            case SUBTRACT -> subtract(n, x, xo, xm, y, yo, ym, out, oo);
            case MULTIPLY -> multiply(n, x, xo, xm, y, yo, ym, out, oo);
            case DIVIDE -> divide(n, x, xo, xm, y, yo, ym, out, oo);
            case MAXIMUM -> maximum(n, x, xo, xm, y, yo, ym, out, oo);
            case MINIMUM -> minimum(n, x, xo, xm, y, yo, ym, out, oo);
            case TANH_GRADIENT -> tanhGradient(n, x, xo, xm, y, yo, ym, out, oo);
            case SIGMOID_GRADIENT -> sigmoidGradient(n, x, xo, xm, y, yo, ym, out, oo);
            case RELU_GRADIENT -> reluGradient(n, x, xo, xm, y, yo, ym, out, oo);
            case GREATER -> FloatVectorCompare.greater(n, x, xo, xm, y, yo, ym, out, oo);
            case GREATER_EQUAL -> FloatVectorCompare.greaterEqual(n, x, xo, xm, y, yo, ym, out, oo);
            case LESS -> FloatVectorCompare.less(n, x, xo, xm, y, yo, ym, out, oo);
            case LESS_EQUAL -> FloatVectorCompare.lessEqual(n, x, xo, xm, y, yo, ym, out, oo);
            case EQUAL -> FloatVectorCompare.equal(n, x, xo, xm, y, yo, ym, out, oo);
            case NOT_EQUAL -> FloatVectorCompare.notEqual(n, x, xo, xm, y, yo, ym, out, oo);
        }
    }

    private static void add(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.add(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.add(b).intoArray(out, oo + i, rest);
        }
    }

    private static void subtract(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.sub(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.sub(b).intoArray(out, oo + i, rest);
        }
    }

    private static void multiply(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.mul(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.mul(b).intoArray(out, oo + i, rest);
        }
    }

    private static void divide(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.div(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.div(b).intoArray(out, oo + i, rest);
        }
    }

    private static void maximum(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.max(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.max(b).intoArray(out, oo + i, rest);
        }
    }

    private static void minimum(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            a.min(b).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            a.min(b).intoArray(out, oo + i, rest);
        }
    }

    private static void tanhGradient(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            b.mul(a.neg().fma(a, FloatVector.broadcast(SPECIES, 1f))).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            b.mul(a.neg().fma(a, FloatVector.broadcast(SPECIES, 1f))).intoArray(out, oo + i, rest);
        }
    }

    private static void sigmoidGradient(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            b.mul(a.neg().fma(a, a)).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            b.mul(a.neg().fma(a, a)).intoArray(out, oo + i, rest);
        }
    }

    private static void reluGradient(
            int n, float[] x, int xo, int xm, float[] y, int yo, int ym, float[] out, int oo) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm));
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym));
            b.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + (i & xm), rest);
            FloatVector b = FloatVector.fromArray(SPECIES, y, yo + (i & ym), rest);
            b.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(out, oo + i, rest);
        }
    }
}
