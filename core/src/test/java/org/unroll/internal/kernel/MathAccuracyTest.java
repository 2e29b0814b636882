package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// Relative errors against `StrictMath`, whose own are below 1 ulp: in float32 that is nothing, and
/// the float64 bounds include it. The scalar functions stand for the vector kernels too, which give
/// the same bits.
class MathAccuracyTest {
    private static final int SAMPLES = 400_000;

    @Test
    void float32() {
        // half an ulp, the best possible, is 6.0e-8
        check(Unary.EXP, StrictMath::exp, -87.3, 88.7, 9e-8);
        check(Unary.TANH, StrictMath::tanh, -10, 10, 2.3e-7);
        check(Unary.TANH, StrictMath::tanh, -0.7, 0.7, 2.3e-7);
        check(Unary.TANH, StrictMath::tanh, -1e-3, 1e-3, 2.3e-7);
        check(Unary.TANH, StrictMath::tanh, -1e-30, 1e-30, 2.3e-7);
        check(Unary.SIGMOID, MathAccuracyTest::sigmoid, -87, 20, 2.3e-7);
        check(Unary.SIGMOID, MathAccuracyTest::sigmoid, -1, 1, 2.3e-7);
        check(Unary.LOG, StrictMath::log, 1e-37, 1e-36, 1.5e-7);
        check(Unary.LOG, StrictMath::log, 0, 3, 1.5e-7);
        check(Unary.LOG, StrictMath::log, 0.99, 1.01, 1.5e-7);
        check(Unary.LOG, StrictMath::log, 1, 1e30, 1.5e-7);
    }

    @Test
    void float64() {
        // half an ulp is 1.1e-16
        check64(Unary.EXP, StrictMath::exp, -708, 709, 3.4e-16);
        check64(Unary.TANH, StrictMath::tanh, -20, 20, 7e-16);
        check64(Unary.TANH, StrictMath::tanh, -0.7, 0.7, 7e-16);
        check64(Unary.TANH, StrictMath::tanh, -1e-5, 1e-5, 7e-16);
        check64(Unary.TANH, StrictMath::tanh, -1e-300, 1e-300, 7e-16);
        check64(Unary.SIGMOID, MathAccuracyTest::sigmoid, -700, 40, 7e-16);
        check64(Unary.SIGMOID, MathAccuracyTest::sigmoid, -1, 1, 7e-16);
        check64(Unary.LOG, StrictMath::log, 0, 3, 4e-16);
        check64(Unary.LOG, StrictMath::log, 0.99, 1.01, 4e-16);
        check64(Unary.LOG, StrictMath::log, 1e-307, 1e-305, 4e-16);
        check64(Unary.LOG, StrictMath::log, 1, 1e300, 4e-16);
    }

    @Test
    void edges32() {
        assertThat(FloatMath.exp(88.8f)).isInfinite();
        assertThat(FloatMath.exp(Float.POSITIVE_INFINITY)).isInfinite();
        assertThat(FloatMath.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.exp(0f)).isOne();
        // subnormal results are rounded correctly to within one step
        for (float x = -87.4f; x > -105; x -= 0.01f) {
            assertThat((double) FloatMath.exp(x))
                    .isBetween(
                            StrictMath.exp(x) - Float.MIN_VALUE,
                            StrictMath.exp(x) + Float.MIN_VALUE);
            assertThat((double) FloatMath.sigmoid(x))
                    .isBetween(
                            StrictMath.exp(x) - Float.MIN_VALUE,
                            StrictMath.exp(x) + Float.MIN_VALUE);
        }
        assertThat(FloatMath.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(FloatMath.sigmoid(Float.POSITIVE_INFINITY)).isOne();
        assertThat(FloatMath.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(FloatMath.tanh(Float.POSITIVE_INFINITY)).isOne();
        assertThat(FloatMath.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(FloatMath.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(1 / FloatMath.tanh(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(FloatMath.log(-Float.MIN_VALUE)).isNaN();
        assertThat(FloatMath.log(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat((double) FloatMath.log(Float.MIN_VALUE))
                .isEqualTo((float) StrictMath.log(Float.MIN_VALUE));
        for (Unary op : Unary.values()) {
            float[] x = {Float.NaN};
            new FloatScalarKernels().unary(op, 1, 1, x, 0, 1, x, 0, 1);
            assertThat(x[0]).as("%s of NaN", op).isNaN();
        }
    }

    @Test
    void edges64() {
        assertThat(DoubleMath.exp(709.8)).isInfinite();
        assertThat(DoubleMath.exp(Double.NEGATIVE_INFINITY)).isZero();
        assertThat(DoubleMath.exp(0)).isOne();
        for (double x = -708.5; x > -747; x -= 0.01) {
            assertThat(DoubleMath.exp(x))
                    .isBetween(
                            StrictMath.exp(x) - Double.MIN_VALUE,
                            StrictMath.exp(x) * (1 + 1e-15) + Double.MIN_VALUE);
            assertThat(DoubleMath.sigmoid(x))
                    .isBetween(
                            StrictMath.exp(x) - Double.MIN_VALUE,
                            StrictMath.exp(x) * (1 + 1e-15) + Double.MIN_VALUE);
        }
        assertThat(DoubleMath.tanh(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(DoubleMath.tanh(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
        assertThat(DoubleMath.log(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(DoubleMath.log(Double.MIN_VALUE)).isEqualTo(StrictMath.log(Double.MIN_VALUE));
        assertThat(DoubleMath.log(-1)).isNaN();
    }

    private static double sigmoid(double x) {
        double e = StrictMath.exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    private static void check(
            Unary op, DoubleUnaryOperator reference, double from, double to, double bound) {
        check(new FloatScalarKernels(), op, reference, from, to, bound);
    }

    private static void check64(
            Unary op, DoubleUnaryOperator reference, double from, double to, double bound) {
        check(new DoubleScalarKernels(), op, reference, from, to, bound);
    }

    private static <A> void check(
            Kernels<A> kernels,
            Unary op,
            DoubleUnaryOperator reference,
            double from,
            double to,
            double bound) {
        A x = kernels.allocate(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            kernels.set(x, i, from + (to - from) * (i + 0.5) / SAMPLES);
        }
        A y = kernels.allocate(SAMPLES);
        kernels.unary(op, 1, SAMPLES, x, 0, 0, y, 0, 0);
        double worst = 0;
        for (int i = 0; i < SAMPLES; i++) {
            double expected = reference.applyAsDouble(kernels.get(x, i));
            double error = Math.abs(kernels.get(y, i) - expected);
            worst = Math.max(worst, error == 0 ? 0 : error / Math.abs(expected));
        }
        assertThat(worst).as("%s from %s to %s", op, from, to).isLessThan(bound);
    }
}
