package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Arithmetic on two float32 values, and the derivatives of activations, a vector at a time. The
/// loops go through all rows, since a row may be as short as a gate.
///
/// A loop of its own for each, alike but for the operator: the JIT compiler has vector instructions
/// for an operator only where it is a constant of the compiled method. As an argument of one loop
/// for all it made every vector an object on the heap, and the loop 25 times slower.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorBinary {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorBinary() {}

    static void apply(
            Binary op,
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] out,
            int oo,
            int ors) {
        switch (op) {
            case ADD -> add(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case SUBTRACT -> subtract(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case MULTIPLY -> multiply(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case DIVIDE -> divide(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case MAXIMUM -> maximum(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case MINIMUM -> minimum(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case TANH_GRADIENT -> tanhGradient(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case SIGMOID_GRADIENT -> sigmoidGradient(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case RELU_GRADIENT -> reluGradient(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case GREATER ->
                    FloatVectorCompare.greater(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case GREATER_EQUAL ->
                    FloatVectorCompare.greaterEqual(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case LESS -> FloatVectorCompare.less(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case LESS_EQUAL ->
                    FloatVectorCompare.lessEqual(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case EQUAL -> FloatVectorCompare.equal(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
            case NOT_EQUAL ->
                    FloatVectorCompare.notEqual(rows, n, x, xo, xrs, y, yo, yrs, out, oo, ors);
        }
    }

    private static void add(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.add(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.add(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void subtract(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.sub(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.sub(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void multiply(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.mul(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.mul(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void divide(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.div(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.div(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void maximum(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.max(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.max(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void minimum(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                a.min(b).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                a.min(b).intoArray(out, or + i, rest);
            }
        }
    }

    private static void tanhGradient(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                b.mul(a.neg().fma(a, FloatVector.broadcast(SPECIES, 1f))).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                b.mul(a.neg().fma(a, FloatVector.broadcast(SPECIES, 1f)))
                        .intoArray(out, or + i, rest);
            }
        }
    }

    private static void sigmoidGradient(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                b.mul(a.neg().fma(a, a)).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                b.mul(a.neg().fma(a, a)).intoArray(out, or + i, rest);
            }
        }
    }

    private static void reluGradient(
            int rows,
            int n,
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
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i);
                b.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, y, yr + i, rest);
                b.blend(0f, a.compare(VectorOperators.LE, 0f)).intoArray(out, or + i, rest);
            }
        }
    }
}
