package org.unroll.internal.kernel;

/// float64 exp, log, tanh, sigmoid and erf, one value at a time. `DoubleVectorMath` performs the
/// same operations in the same order, so that both give the same bits: change them together.
///
/// exp(x) = 2^n exp(r) with n = round(x / ln 2) and |r| <= ln 2 / 2, where exp(r) - 1 = r + r²
/// Q(r). The coefficients interpolate Q and the logarithm's R at Chebyshev nodes; rounded to
/// float64, the polynomials are within 1e-18 of the functions, so that roundings make up the
/// errors.
final class DoubleMath {
    /// Adding it rounds to an integer, which is then in the low bits of the sum.
    static final double ROUNDER = 0x1.8p52;

    static final long ROUNDER_BITS = 0x4338_0000_0000_0000L;
    static final long ONE_BITS = 0x3FF0_0000_0000_0000L;
    static final int MANTISSA_BITS = 52;
    static final double LOG2_E = 1.4426950408889634;

    // ln 2 = LN2 + LN2_LOW for reducing with fused multiply-adds
    static final double LN2 = 0.6931471805599453;
    static final double LN2_LOW = 2.3190468138462996e-17;

    static final double Q0 = 0.5;
    static final double Q1 = 0.1666666666666667;
    static final double Q2 = 0.04166666666666667;
    static final double Q3 = 0.008333333333326084;
    static final double Q4 = 0.0013888888888883711;
    static final double Q5 = 1.984126987500228e-4;
    static final double Q6 = 2.480158732567746e-05;
    static final double Q7 = 2.755725517000089e-06;
    static final double Q8 = 2.755727347871858e-07;
    static final double Q9 = 2.5105312729622103e-08;
    static final double Q10 = 2.09147553258932e-09;

    /// exp is infinite from here on (from 709.79 on, in fact).
    static final double EXP_HIGH = 710;

    /// exp rounds to zero from here on down.
    static final double EXP_LOW = -746;

    /// tanh(x) rounds to 1 where 2x is over this.
    static final double TANH_HIGH = 40;

    // 2^-n for the largest n above may be subnormal: scaled in two steps
    static final long SIGMOID_SHIFT_BITS = 128L << MANTISSA_BITS;
    static final double SIGMOID_UNSHIFT = 0x1p-128;

    static final long ROOT_HALF_BITS = 0x3FE6_A09E_667F_3BCDL;
    static final long MANTISSA_MASK = 0x000F_FFFF_FFFF_FFFFL;
    static final double SUBNORMAL_SCALE = 0x1p54;
    static final int SUBNORMAL_EXPONENT = 54;

    // ln 2 = LN2_EXACT + LN2_REST, where exponents times LN2_EXACT are exact
    static final double LN2_EXACT = 0.6931471803691238;
    static final double LN2_REST = 1.9082149292705877e-10;
    static final double R0 = 0.6666666666666666;
    static final double R1 = 0.40000000000000885;
    static final double R2 = 0.28571428570799784;
    static final double R3 = 0.22222222392581045;
    static final double R4 = 0.18181795547521137;
    static final double R5 = 0.15386244737621665;
    static final double R6 = 0.13268638369266825;
    static final double R7 = 0.13088034850927555;

    static final double FLUSH_BELOW = 0x1p-960;

    // erf(x) / x by powers of x², and erfc(x) exp(x²) by those of (x - 3) / (x + 3)
    static final double E0 = 1.1283791670955126;
    static final double E1 = -0.37612638903183543;
    static final double E2 = 0.11283791670945006;
    static final double E3 = -0.02686617064323777;
    static final double E4 = 0.0052239776071164225;
    static final double E5 = -0.0008548325975389692;
    static final double E6 = 0.00012055294904839707;
    static final double E7 = -1.492473690741966e-05;
    static final double E8 = 1.6447424703317362e-06;
    static final double E9 = -1.6208483801871705e-07;
    static final double E10 = 1.3720064546777686e-08;
    static final double E11 = -7.795898827002142e-10;
    static final double F0 = 0.17900115118138996;
    static final double F1 = -0.3262335600430372;
    static final double F2 = 0.2456038017123309;
    static final double F3 = -0.15011593650077742;
    static final double F4 = 0.07166583719797347;
    static final double F5 = -0.024392499318655416;
    static final double F6 = 0.004269136333148302;
    static final double F7 = 0.0007077464385177353;
    static final double F8 = -0.0005970619586158305;
    static final double F9 = 4.5255298034073955e-05;
    static final double F10 = 6.405673342206844e-05;
    static final double F11 = -1.2860318447907675e-05;
    static final double F12 = -7.979817704348727e-06;
    static final double F13 = 2.1169509641489688e-06;
    static final double F14 = 1.2598817267482604e-06;
    static final double F15 = -2.7269500546476834e-07;
    static final double F16 = -2.389387463474792e-07;
    static final double F17 = -2.5925894581233316e-08;

    /// Which of the two approximations of erf is taken.
    static final double ERF_MIDDLE = 1;

    static final double ERF_CENTRE = 3;

    /// erf(x) rounds to 1 from here on.
    static final double ERF_HIGH = 6;

    private DoubleMath() {}

    static double exp(double x) {
        double high = x > EXP_HIGH ? EXP_HIGH : x;
        double y = high < EXP_LOW ? EXP_LOW : high;
        double t = Math.fma(y, LOG2_E, ROUNDER);
        double p = expm1Reduced(reduced(y, t)) + 1;
        long n = Double.doubleToRawLongBits(t) - ROUNDER_BITS;
        long half = n >> 1;
        return p * power(half) * power(n - half);
    }

    /// tanh(x) = e / (e + 2) with e = exp(2|x|) - 1, which keeps its accuracy near zero.
    static double tanh(double x) {
        double z = Math.abs(x) * 2;
        double y = z > TANH_HIGH ? TANH_HIGH : z;
        double t = Math.fma(y, LOG2_E, ROUNDER);
        double p = expm1Reduced(reduced(y, t));
        double scale = power(Double.doubleToRawLongBits(t));
        double e = Math.fma(scale, p, scale - 1);
        return Math.copySign(e / (e + 2), x);
    }

    /// sigmoid(x) = (x < 0 ? e : 1) / (1 + e) with e = exp(-|x|).
    static double sigmoid(double x) {
        double z = -Math.abs(x);
        double y = z < EXP_LOW ? EXP_LOW : z;
        double t = Math.fma(y, LOG2_E, ROUNDER);
        double p = expm1Reduced(reduced(y, t)) + 1;
        double shifted =
                Double.longBitsToDouble(
                        (Double.doubleToRawLongBits(t) << MANTISSA_BITS)
                                + (ONE_BITS + SIGMOID_SHIFT_BITS));
        double e = p * shifted * SIGMOID_UNSHIFT;
        return (x < 0 ? e : 1) / (e + 1);
    }

    /// log(x) = exponent ln 2 + log(1 + f) with 1 + f in [sqrt(1/2), sqrt(2)), and with s = f / (2
    /// + f): log(1 + f) = 2 atanh(s) = f - (f²/2 - s (f²/2 + s² R(s²))).
    static double log(double x) {
        boolean small = x < Double.MIN_NORMAL;
        double y = small ? x * SUBNORMAL_SCALE : x;
        long bits = Double.doubleToRawLongBits(y) - ROOT_HALF_BITS;
        double exponent = (bits >> MANTISSA_BITS) - (small ? SUBNORMAL_EXPONENT : 0);
        double f = Double.longBitsToDouble((bits & MANTISSA_MASK) + ROOT_HALF_BITS) - 1;
        double s = f / (f + 2);
        double z = s * s;
        double r = Math.fma(R7, z, R6);
        r = Math.fma(r, z, R5);
        r = Math.fma(r, z, R4);
        r = Math.fma(r, z, R3);
        r = Math.fma(r, z, R2);
        r = Math.fma(r, z, R1);
        r = Math.fma(r, z, R0);
        r *= z;
        double half = f * f * 0.5;
        double low = Math.fma(half + r, s, exponent * LN2_REST);
        double result = Math.fma(exponent, LN2_EXACT, f - (half - low));
        if (x == 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (x < 0) {
            return Double.NaN;
        }
        return x < Double.POSITIVE_INFINITY ? result : x;
    }

    /// erf(x) = x E(x²) up to 1, and above it 1 - exp(-x²) F((x - 3) / (x + 3)). Both polynomials
    /// interpolate at Chebyshev nodes, within 1e-17 of the functions.
    static double erf(double x) {
        double z = Math.abs(x);
        return z < ERF_MIDDLE ? x * erfSeries(x * x) : Math.copySign(erfTail(z), x);
    }

    private static double erfTail(double z) {
        double y = z > ERF_HIGH ? ERF_HIGH : z;
        return 1 - exp(-(y * y)) * erfcSeries((y - ERF_CENTRE) / (y + ERF_CENTRE));
    }

    private static double erfSeries(double z) {
        double r = Math.fma(E11, z, E10);
        r = Math.fma(r, z, E9);
        r = Math.fma(r, z, E8);
        r = Math.fma(r, z, E7);
        r = Math.fma(r, z, E6);
        r = Math.fma(r, z, E5);
        r = Math.fma(r, z, E4);
        r = Math.fma(r, z, E3);
        r = Math.fma(r, z, E2);
        r = Math.fma(r, z, E1);
        r = Math.fma(r, z, E0);
        return r;
    }

    private static double erfcSeries(double s) {
        double r = Math.fma(F17, s, F16);
        r = Math.fma(r, s, F15);
        r = Math.fma(r, s, F14);
        r = Math.fma(r, s, F13);
        r = Math.fma(r, s, F12);
        r = Math.fma(r, s, F11);
        r = Math.fma(r, s, F10);
        r = Math.fma(r, s, F9);
        r = Math.fma(r, s, F8);
        r = Math.fma(r, s, F7);
        r = Math.fma(r, s, F6);
        r = Math.fma(r, s, F5);
        r = Math.fma(r, s, F4);
        r = Math.fma(r, s, F3);
        r = Math.fma(r, s, F2);
        r = Math.fma(r, s, F1);
        r = Math.fma(r, s, F0);
        return r;
    }

    static double flush(double x) {
        return Math.abs(x) < FLUSH_BELOW ? 0 : x;
    }

    static double relu(double x) {
        return x <= 0 ? 0 : x;
    }

    private static double reduced(double y, double t) {
        double n = t - ROUNDER;
        return Math.fma(n, -LN2_LOW, Math.fma(n, -LN2, y));
    }

    private static double expm1Reduced(double r) {
        double q = Math.fma(Q10, r, Q9);
        q = Math.fma(q, r, Q8);
        q = Math.fma(q, r, Q7);
        q = Math.fma(q, r, Q6);
        q = Math.fma(q, r, Q5);
        q = Math.fma(q, r, Q4);
        q = Math.fma(q, r, Q3);
        q = Math.fma(q, r, Q2);
        q = Math.fma(q, r, Q1);
        q = Math.fma(q, r, Q0);
        return Math.fma(q, r * r, r);
    }

    /// 2 to the power of the low bits of n.
    private static double power(long n) {
        return Double.longBitsToDouble((n << MANTISSA_BITS) + ONE_BITS);
    }
}
