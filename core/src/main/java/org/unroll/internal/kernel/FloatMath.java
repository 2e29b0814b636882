package org.unroll.internal.kernel;

/// float32 exp, log, tanh, sigmoid and erf, one value at a time. `FloatVectorMath` performs the
/// same operations in the same order, so that both give the same bits: change them together.
///
/// exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln 2 / 2, where exp(r) - 1 = r + r²
/// Q(r). The coefficients interpolate Q and the logarithm's R at Chebyshev nodes; rounded to
/// float32, the polynomials are within 2e-9 of the functions, so that roundings make up the errors.
final class FloatMath {
    /// Adding it rounds to an integer, which is then in the low bits of the sum.
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = 0x4B400000;
    static final int ONE_BITS = 0x3F800000;
    static final int MANTISSA_BITS = 23;
    static final float LOG2_E = 1.442695f;

    // ln 2 = LN2 + LN2_LOW for reducing with fused multiply-adds
    static final float LN2 = 0.6931472f;
    static final float LN2_LOW = -1.9046542e-9f;

    static final float Q0 = 0.5f;
    static final float Q1 = 0.16666667f;
    static final float Q2 = 0.041666463f;
    static final float Q3 = 0.0083333105f;
    static final float Q4 = 0.0013933731f;
    static final float Q5 = 1.989108e-4f;

    /// exp is infinite from here on (from 88.73 on, in fact).
    static final float EXP_HIGH = 89f;

    /// exp rounds to zero from here on down.
    static final float EXP_LOW = -104f;

    /// tanh(x) rounds to 1 where 2x is over this.
    static final float TANH_HIGH = 20f;

    // 2^-n for the largest n above may be subnormal: scaled in two steps
    static final int SIGMOID_SHIFT_BITS = 64 << MANTISSA_BITS;
    static final float SIGMOID_UNSHIFT = 0x1p-64f;

    static final int ROOT_HALF_BITS = 0x3F3504F3;
    static final int MANTISSA_MASK = 0x007FFFFF;
    static final float SUBNORMAL_SCALE = 0x1p23f;
    static final int SUBNORMAL_EXPONENT = 23;

    // ln 2 = LN2_EXACT + LN2_REST, where exponents times LN2_EXACT are exact
    static final float LN2_EXACT = 0.69314575f;
    static final float LN2_REST = 1.4286068e-6f;
    static final float R0 = 0.6666667f;
    static final float R1 = 0.40000123f;
    static final float R2 = 0.2855078f;
    static final float R3 = 0.23331614f;

    static final float FLUSH_BELOW = 0x1p-100f;

    // erf(x) / x by powers of x², and erfc(x) exp(x²) by those of (x - 2) / (x + 2)
    static final float E0 = 1.1283791f;
    static final float E1 = -0.37612626f;
    static final float E2 = 0.11283594f;
    static final float E3 = -0.026854211f;
    static final float E4 = 0.0051890872f;
    static final float E5 = -0.00080168643f;
    static final float E6 = 7.875875e-05f;
    static final float F0 = 0.25539568f;
    static final float F1 = -0.42718583f;
    static final float F2 = 0.24165821f;
    static final float F3 = -0.07897852f;
    static final float F4 = 0.0037321413f;
    static final float F5 = 0.0069948556f;
    static final float F6 = -0.00083658996f;
    static final float F7 = -0.00094415963f;

    /// Which of the two approximations of erf is taken.
    static final float ERF_MIDDLE = 1f;

    static final float ERF_CENTRE = 2f;

    /// erf(x) rounds to 1 from here on.
    static final float ERF_HIGH = 4f;

    private FloatMath() {}

    static float exp(float x) {
        float high = x > EXP_HIGH ? EXP_HIGH : x;
        float y = high < EXP_LOW ? EXP_LOW : high;
        float t = Math.fma(y, LOG2_E, ROUNDER);
        float p = expm1Reduced(reduced(y, t)) + 1f;
        int n = Float.floatToRawIntBits(t) - ROUNDER_BITS;
        int half = n >> 1;
        return p * power(half) * power(n - half);
    }

    /// tanh(x) = e / (e + 2) with e = exp(2|x|) - 1, which keeps its accuracy near zero.
    static float tanh(float x) {
        float z = Math.abs(x) * 2f;
        float y = z > TANH_HIGH ? TANH_HIGH : z;
        float t = Math.fma(y, LOG2_E, ROUNDER);
        float p = expm1Reduced(reduced(y, t));
        float scale = power(Float.floatToRawIntBits(t));
        float e = Math.fma(scale, p, scale - 1f);
        return Math.copySign(e / (e + 2f), x);
    }

    /// sigmoid(x) = (x < 0 ? e : 1) / (1 + e) with e = exp(-|x|).
    static float sigmoid(float x) {
        float z = -Math.abs(x);
        float y = z < EXP_LOW ? EXP_LOW : z;
        float t = Math.fma(y, LOG2_E, ROUNDER);
        float p = expm1Reduced(reduced(y, t)) + 1f;
        float shifted =
                Float.intBitsToFloat(
                        (Float.floatToRawIntBits(t) << MANTISSA_BITS)
                                + (ONE_BITS + SIGMOID_SHIFT_BITS));
        float e = p * shifted * SIGMOID_UNSHIFT;
        return (x < 0f ? e : 1f) / (e + 1f);
    }

    /// log(x) = exponent ln 2 + log(1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and with s = f / (2
    /// + f): log(1 + f) = 2 atanh(s) = f - (f²/2 - s (f²/2 + s² R(s²))).
    static float log(float x) {
        boolean small = x < Float.MIN_NORMAL;
        float y = small ? x * SUBNORMAL_SCALE : x;
        int bits = Float.floatToRawIntBits(y) - ROOT_HALF_BITS;
        float exponent = (bits >> MANTISSA_BITS) - (small ? SUBNORMAL_EXPONENT : 0);
        float f = Float.intBitsToFloat((bits & MANTISSA_MASK) + ROOT_HALF_BITS) - 1f;
        float s = f / (f + 2f);
        float z = s * s;
        float r = Math.fma(Math.fma(Math.fma(R3, z, R2), z, R1), z, R0) * z;
        float half = f * f * 0.5f;
        float low = Math.fma(half + r, s, exponent * LN2_REST);
        float result = Math.fma(exponent, LN2_EXACT, f - (half - low));
        if (x == 0f) {
            return Float.NEGATIVE_INFINITY;
        }
        if (x < 0f) {
            return Float.NaN;
        }
        return x < Float.POSITIVE_INFINITY ? result : x;
    }

    /// erf(x) = x E(x²) up to 1, and above it 1 - exp(-x²) F((x - 2) / (x + 2)). Both polynomials
    /// interpolate at Chebyshev nodes, within 2e-9 of the functions.
    static float erf(float x) {
        float z = Math.abs(x);
        return z < ERF_MIDDLE ? x * erfSeries(x * x) : Math.copySign(erfTail(z), x);
    }

    private static float erfTail(float z) {
        float y = z > ERF_HIGH ? ERF_HIGH : z;
        return 1f - exp(-(y * y)) * erfcSeries((y - ERF_CENTRE) / (y + ERF_CENTRE));
    }

    private static float erfSeries(float z) {
        float r = Math.fma(E6, z, E5);
        r = Math.fma(r, z, E4);
        r = Math.fma(r, z, E3);
        r = Math.fma(r, z, E2);
        r = Math.fma(r, z, E1);
        r = Math.fma(r, z, E0);
        return r;
    }

    private static float erfcSeries(float s) {
        float r = Math.fma(F7, s, F6);
        r = Math.fma(r, s, F5);
        r = Math.fma(r, s, F4);
        r = Math.fma(r, s, F3);
        r = Math.fma(r, s, F2);
        r = Math.fma(r, s, F1);
        r = Math.fma(r, s, F0);
        return r;
    }

    static float flush(float x) {
        return Math.abs(x) < FLUSH_BELOW ? 0f : x;
    }

    static float relu(float x) {
        return x <= 0f ? 0f : x;
    }

    private static float reduced(float y, float t) {
        float n = t - ROUNDER;
        return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, y));
    }

    private static float expm1Reduced(float r) {
        float q = Math.fma(Q5, r, Q4);
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        q = Math.fma(q, r, Q0);
        return Math.fma(q, r * r, r);
    }

    /// 2 to the power of the low bits of n.
    private static float power(int n) {
        return Float.intBitsToFloat((n << MANTISSA_BITS) + ONE_BITS);
    }
}
