package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// float32 exp, log, tanh, sigmoid and erf of a vector: the operations of `FloatMath`, which
/// explains them, in the same order. Small methods, so that the JIT compiler inlines them into the
/// loops that call them; a vector that crosses a real call would be allocated on the heap.
final class FloatVectorMath {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;

    private FloatVectorMath() {}

    static FloatVector exp(FloatVector x) {
        FloatVector high =
                x.blend(FloatMath.EXP_HIGH, x.compare(VectorOperators.GT, FloatMath.EXP_HIGH));
        FloatVector y =
                high.blend(FloatMath.EXP_LOW, high.compare(VectorOperators.LT, FloatMath.EXP_LOW));
        FloatVector t = shifted(y);
        FloatVector p = expm1Reduced(reduced(y, t)).add(1f);
        IntVector n = t.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        return p.mul(power(half)).mul(power(n.sub(half)));
    }

    static FloatVector tanh(FloatVector x) {
        FloatVector z = x.abs().mul(2f);
        FloatVector y =
                z.blend(FloatMath.TANH_HIGH, z.compare(VectorOperators.GT, FloatMath.TANH_HIGH));
        FloatVector t = shifted(y);
        FloatVector p = expm1Reduced(reduced(y, t));
        FloatVector scale = power(t.reinterpretAsInts());
        FloatVector e = scale.fma(p, scale.sub(1f));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return e.div(e.add(2f)).reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    static FloatVector sigmoid(FloatVector x) {
        FloatVector z = x.abs().neg();
        FloatVector y =
                z.blend(FloatMath.EXP_LOW, z.compare(VectorOperators.LT, FloatMath.EXP_LOW));
        FloatVector t = shifted(y);
        FloatVector p = expm1Reduced(reduced(y, t)).add(1f);
        IntVector bits =
                t.reinterpretAsInts().lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS);
        FloatVector scale =
                bits.add(FloatMath.ONE_BITS + FloatMath.SIGMOID_SHIFT_BITS).reinterpretAsFloats();
        FloatVector e = p.mul(scale).mul(FloatMath.SIGMOID_UNSHIFT);
        FloatVector one = FloatVector.broadcast(SPECIES, 1f);
        return one.blend(e, x.compare(VectorOperators.LT, 0f)).div(e.add(1f));
    }

    static FloatVector log(FloatVector x) {
        VectorMask<Float> small = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
        IntVector bits =
                x.blend(x.mul(FloatMath.SUBNORMAL_SCALE), small)
                        .reinterpretAsInts()
                        .sub(FloatMath.ROOT_HALF_BITS);
        FloatVector exponent = exponent(bits, small);
        FloatVector f =
                bits.and(FloatMath.MANTISSA_MASK)
                        .add(FloatMath.ROOT_HALF_BITS)
                        .reinterpretAsFloats()
                        .sub(1f);
        FloatVector s = f.div(f.add(2f));
        FloatVector r = logSeries(s.mul(s));
        FloatVector half = f.mul(f).mul(0.5f);
        FloatVector low = half.add(r).fma(s, exponent.mul(FloatMath.LN2_REST));
        FloatVector result =
                exponent.fma(
                        FloatVector.broadcast(SPECIES, FloatMath.LN2_EXACT), f.sub(half.sub(low)));
        return logSpecial(x, result);
    }

    static FloatVector erf(FloatVector x) {
        FloatVector z = x.abs();
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        FloatVector tail = erfTail(z).reinterpretAsInts().or(sign).reinterpretAsFloats();
        return tail.blend(
                x.mul(erfSeries(x.mul(x))), z.compare(VectorOperators.LT, FloatMath.ERF_MIDDLE));
    }

    private static FloatVector erfTail(FloatVector z) {
        FloatVector y =
                z.blend(FloatMath.ERF_HIGH, z.compare(VectorOperators.GT, FloatMath.ERF_HIGH));
        FloatVector s = y.sub(FloatMath.ERF_CENTRE).div(y.add(FloatMath.ERF_CENTRE));
        FloatVector part = exp(y.mul(y).neg()).mul(erfcSeries(s));
        return FloatVector.broadcast(SPECIES, 1f).sub(part);
    }

    private static FloatVector erfSeries(FloatVector z) {
        FloatVector r = FloatVector.broadcast(SPECIES, FloatMath.E6);
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E5));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E4));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E3));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E2));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E1));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.E0));
        return r;
    }

    private static FloatVector erfcSeries(FloatVector s) {
        FloatVector r = FloatVector.broadcast(SPECIES, FloatMath.F7);
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F6));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F5));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F4));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F3));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F2));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F1));
        r = r.fma(s, FloatVector.broadcast(SPECIES, FloatMath.F0));
        return r;
    }

    /// x / ln 2 rounded to an integer, plus the rounder.
    private static FloatVector shifted(FloatVector y) {
        return y.fma(
                FloatVector.broadcast(SPECIES, FloatMath.LOG2_E),
                FloatVector.broadcast(SPECIES, FloatMath.ROUNDER));
    }

    private static FloatVector reduced(FloatVector y, FloatVector t) {
        FloatVector n = t.sub(FloatMath.ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2), y);
        return n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW), r);
    }

    private static FloatVector expm1Reduced(FloatVector r) {
        FloatVector q = FloatVector.broadcast(SPECIES, FloatMath.Q5);
        q = q.fma(r, FloatVector.broadcast(SPECIES, FloatMath.Q4));
        q = q.fma(r, FloatVector.broadcast(SPECIES, FloatMath.Q3));
        q = q.fma(r, FloatVector.broadcast(SPECIES, FloatMath.Q2));
        q = q.fma(r, FloatVector.broadcast(SPECIES, FloatMath.Q1));
        q = q.fma(r, FloatVector.broadcast(SPECIES, FloatMath.Q0));
        return q.fma(r.mul(r), r);
    }

    private static FloatVector power(IntVector n) {
        return n.lanewise(VectorOperators.LSHL, FloatMath.MANTISSA_BITS)
                .add(FloatMath.ONE_BITS)
                .reinterpretAsFloats();
    }

    /// The integer above the mantissa as a floating-point number, less the scaling of subnormals.
    /// The rounder does the conversion, for not every machine has one from 64-bit lanes.
    private static FloatVector exponent(IntVector bits, VectorMask<Float> small) {
        FloatVector exponent =
                bits.lanewise(VectorOperators.ASHR, FloatMath.MANTISSA_BITS)
                        .add(FloatMath.ROUNDER_BITS)
                        .reinterpretAsFloats()
                        .sub(FloatMath.ROUNDER);
        return exponent.sub(FloatMath.SUBNORMAL_EXPONENT, small);
    }

    private static FloatVector logSeries(FloatVector z) {
        FloatVector r = FloatVector.broadcast(SPECIES, FloatMath.R3);
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.R2));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.R1));
        r = r.fma(z, FloatVector.broadcast(SPECIES, FloatMath.R0));
        return r.mul(z);
    }

    private static FloatVector logSpecial(FloatVector x, FloatVector result) {
        VectorMask<Float> regular = x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY);
        return x.blend(result, regular)
                .blend(Float.NaN, x.compare(VectorOperators.LT, 0f))
                .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0f));
    }
}
