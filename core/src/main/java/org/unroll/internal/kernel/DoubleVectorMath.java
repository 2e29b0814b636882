package org.unroll.internal.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// float64 exp, log, tanh, sigmoid and erf of a vector: the operations of `DoubleMath`, which
/// explains them, in the same order. Small methods, so that the JIT compiler inlines them into the
/// loops that call them; a vector that crosses a real call would be allocated on the heap.
final class DoubleVectorMath {
    private static final VectorSpecies<Double> SPECIES = DoubleLanes.SPECIES;

    private DoubleVectorMath() {}

    static DoubleVector exp(DoubleVector x) {
        DoubleVector high =
                x.blend(DoubleMath.EXP_HIGH, x.compare(VectorOperators.GT, DoubleMath.EXP_HIGH));
        DoubleVector y =
                high.blend(
                        DoubleMath.EXP_LOW, high.compare(VectorOperators.LT, DoubleMath.EXP_LOW));
        DoubleVector t = shifted(y);
        DoubleVector p = expm1Reduced(reduced(y, t)).add(1);
        LongVector n = t.reinterpretAsLongs().sub(DoubleMath.ROUNDER_BITS);
        LongVector half = n.lanewise(VectorOperators.ASHR, 1);
        return p.mul(power(half)).mul(power(n.sub(half)));
    }

    static DoubleVector tanh(DoubleVector x) {
        DoubleVector z = x.abs().mul(2);
        DoubleVector y =
                z.blend(DoubleMath.TANH_HIGH, z.compare(VectorOperators.GT, DoubleMath.TANH_HIGH));
        DoubleVector t = shifted(y);
        DoubleVector p = expm1Reduced(reduced(y, t));
        DoubleVector scale = power(t.reinterpretAsLongs());
        DoubleVector e = scale.fma(p, scale.sub(1));
        LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
        return e.div(e.add(2)).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
    }

    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector z = x.abs().neg();
        DoubleVector y =
                z.blend(DoubleMath.EXP_LOW, z.compare(VectorOperators.LT, DoubleMath.EXP_LOW));
        DoubleVector t = shifted(y);
        DoubleVector p = expm1Reduced(reduced(y, t)).add(1);
        LongVector bits =
                t.reinterpretAsLongs().lanewise(VectorOperators.LSHL, DoubleMath.MANTISSA_BITS);
        DoubleVector scale =
                bits.add(DoubleMath.ONE_BITS + DoubleMath.SIGMOID_SHIFT_BITS)
                        .reinterpretAsDoubles();
        DoubleVector e = p.mul(scale).mul(DoubleMath.SIGMOID_UNSHIFT);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        return one.blend(e, x.compare(VectorOperators.LT, 0)).div(e.add(1));
    }

    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> small = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
        LongVector bits =
                x.blend(x.mul(DoubleMath.SUBNORMAL_SCALE), small)
                        .reinterpretAsLongs()
                        .sub(DoubleMath.ROOT_HALF_BITS);
        DoubleVector exponent = exponent(bits, small);
        DoubleVector f =
                bits.and(DoubleMath.MANTISSA_MASK)
                        .add(DoubleMath.ROOT_HALF_BITS)
                        .reinterpretAsDoubles()
                        .sub(1);
        DoubleVector s = f.div(f.add(2));
        DoubleVector r = logSeries(s.mul(s));
        DoubleVector half = f.mul(f).mul(0.5);
        DoubleVector low = half.add(r).fma(s, exponent.mul(DoubleMath.LN2_REST));
        DoubleVector result =
                exponent.fma(
                        DoubleVector.broadcast(SPECIES, DoubleMath.LN2_EXACT),
                        f.sub(half.sub(low)));
        return logSpecial(x, result);
    }

    static DoubleVector erf(DoubleVector x) {
        DoubleVector z = x.abs();
        LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
        DoubleVector tail = erfTail(z).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
        return tail.blend(
                x.mul(erfSeries(x.mul(x))), z.compare(VectorOperators.LT, DoubleMath.ERF_MIDDLE));
    }

    private static DoubleVector erfTail(DoubleVector z) {
        DoubleVector y =
                z.blend(DoubleMath.ERF_HIGH, z.compare(VectorOperators.GT, DoubleMath.ERF_HIGH));
        DoubleVector s = y.sub(DoubleMath.ERF_CENTRE).div(y.add(DoubleMath.ERF_CENTRE));
        DoubleVector part = exp(y.mul(y).neg()).mul(erfcSeries(s));
        return DoubleVector.broadcast(SPECIES, 1).sub(part);
    }

    private static DoubleVector erfSeries(DoubleVector z) {
        DoubleVector r = DoubleVector.broadcast(SPECIES, DoubleMath.E11);
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E10));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E9));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E8));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E7));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E6));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E5));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E4));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E3));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E2));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E1));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.E0));
        return r;
    }

    private static DoubleVector erfcSeries(DoubleVector s) {
        DoubleVector r = DoubleVector.broadcast(SPECIES, DoubleMath.F17);
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F16));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F15));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F14));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F13));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F12));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F11));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F10));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F9));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F8));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F7));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F6));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F5));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F4));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F3));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F2));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F1));
        r = r.fma(s, DoubleVector.broadcast(SPECIES, DoubleMath.F0));
        return r;
    }

    /// x / ln 2 rounded to an integer, plus the rounder.
    private static DoubleVector shifted(DoubleVector y) {
        return y.fma(
                DoubleVector.broadcast(SPECIES, DoubleMath.LOG2_E),
                DoubleVector.broadcast(SPECIES, DoubleMath.ROUNDER));
    }

    private static DoubleVector reduced(DoubleVector y, DoubleVector t) {
        DoubleVector n = t.sub(DoubleMath.ROUNDER);
        DoubleVector r = n.fma(DoubleVector.broadcast(SPECIES, -DoubleMath.LN2), y);
        return n.fma(DoubleVector.broadcast(SPECIES, -DoubleMath.LN2_LOW), r);
    }

    private static DoubleVector expm1Reduced(DoubleVector r) {
        DoubleVector q = DoubleVector.broadcast(SPECIES, DoubleMath.Q10);
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q9));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q8));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q7));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q6));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q5));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q4));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q3));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q2));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q1));
        q = q.fma(r, DoubleVector.broadcast(SPECIES, DoubleMath.Q0));
        return q.fma(r.mul(r), r);
    }

    private static DoubleVector power(LongVector n) {
        return n.lanewise(VectorOperators.LSHL, DoubleMath.MANTISSA_BITS)
                .add(DoubleMath.ONE_BITS)
                .reinterpretAsDoubles();
    }

    /// The integer above the mantissa as a floating-point number, less the scaling of subnormals.
    /// The rounder does the conversion, for not every machine has one from 64-bit lanes.
    private static DoubleVector exponent(LongVector bits, VectorMask<Double> small) {
        DoubleVector exponent =
                bits.lanewise(VectorOperators.ASHR, DoubleMath.MANTISSA_BITS)
                        .add(DoubleMath.ROUNDER_BITS)
                        .reinterpretAsDoubles()
                        .sub(DoubleMath.ROUNDER);
        return exponent.sub(DoubleMath.SUBNORMAL_EXPONENT, small);
    }

    private static DoubleVector logSeries(DoubleVector z) {
        DoubleVector r = DoubleVector.broadcast(SPECIES, DoubleMath.R7);
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R6));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R5));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R4));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R3));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R2));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R1));
        r = r.fma(z, DoubleVector.broadcast(SPECIES, DoubleMath.R0));
        return r.mul(z);
    }

    private static DoubleVector logSpecial(DoubleVector x, DoubleVector result) {
        VectorMask<Double> regular = x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY);
        return x.blend(result, regular)
                .blend(Double.NaN, x.compare(VectorOperators.LT, 0))
                .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0));
    }
}
