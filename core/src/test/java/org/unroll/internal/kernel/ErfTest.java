package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The error function beside numbers computed with 50 digits.
class ErfTest {
    private static final int SAMPLES = 400_000;

    /// x and erf(x), by mpmath: small ones, both sides of 1, where the approximation changes, and
    /// up to where it rounds to 1.
    private static final double[][] EXACT = {
        {1e-300, 1.1283791670955126e-300},
        {1e-20, 1.1283791670955125e-20},
        {1e-08, 1.1283791670955126e-08},
        {0.001, 0.0011283787909692365},
        {0.0387, 0.04364648304591477},
        {0.1221, 0.1370934784551062},
        {0.2541, 0.28066797211691474},
        {0.471, 0.4946493563629307},
        {0.4744, 0.4977176201085164},
        {0.6267, 0.6245374520561322},
        {0.6525, 0.6438751892650729},
        {0.7425, 0.7063065161565883},
        {0.7444, 0.7075400933712189},
        {0.7972, 0.7404312715446469},
        {0.9019, 0.7978603225308974},
        {0.9231, 0.8082639244587089},
        {0.943, 0.8176661284050784},
        {0.9439, 0.8180831254566169},
        {0.9999999999999999, 0.8427007929497148},
        {1.0, 0.8427007929497149},
        {1.0000000000000002, 0.842700792949715},
        {1.0262, 0.8532941832706877},
        {1.2534, 0.923700888926542},
        {1.2775, 0.9291843527157415},
        {1.3192, 0.9379069250364668},
        {1.4335, 0.9573657177401159},
        {1.559, 0.9725289855364875},
        {2.0875, 0.9968445167566454},
        {2.1479, 0.9976152127517686},
        {2.2349, 0.9984256944286335},
        {2.5315, 0.9996565131166055},
        {2.5943, 0.9997563981846899},
        {2.8327, 0.9999382555233798},
        {3.0057, 0.9999786898174421},
        {3.6703, 0.9999997903690255},
        {3.6895, 0.9999998188814571},
        {3.9258, 0.9999999717450455},
        {5.7885, 0.9999999999999998},
        {5.7917, 0.9999999999999998},
        {5.9, 0.9999999999999999},
        {5.95, 1.0},
        {6.0, 1.0},
        {6.0767, 1.0},
        {6.1437, 1.0},
        {7.5, 1.0},
        {30.0, 1.0}
    };

    @Test
    void float64() {
        for (double[] pair : EXACT) {
            assertThat(error(DoubleMath.erf(pair[0]), pair[1])).as("%s", pair[0]).isLessThan(4e-16);
            assertThat(DoubleMath.erf(-pair[0])).isEqualTo(-DoubleMath.erf(pair[0]));
        }
        assertThat(DoubleMath.erf(Double.POSITIVE_INFINITY)).isOne();
        assertThat(DoubleMath.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(DoubleMath.erf(Double.MAX_VALUE)).isOne();
        assertThat(1 / DoubleMath.erf(-0.0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(DoubleMath.erf(Double.NaN)).isNaN();
    }

    /// It never falls and never passes 1, and has no step where the approximation changes.
    @Test
    void float64IsSmooth() {
        double before = -1;
        for (int i = 0; i < SAMPLES; i++) {
            double x = -7 + 14.0 * i / SAMPLES;
            double y = DoubleMath.erf(x);
            assertThat(y).isBetween(before - 2e-16, 1.0);
            assertThat(y - before).isLessThan(14.0 / SAMPLES * 1.13);
            before = y;
        }
    }

    /// Half an ulp, the best possible, is 6.0e-8.
    @Test
    void float32() {
        for (float[] range :
                new float[][] {{0, 1e-30f}, {0, 0.01f}, {0, 1}, {0.99f, 1.01f}, {1, 5}}) {
            double worst = 0;
            for (int i = 0; i < SAMPLES; i++) {
                float x = range[0] + (range[1] - range[0]) * (i + 0.5f) / SAMPLES;
                worst = Math.max(worst, error(FloatMath.erf(x), DoubleMath.erf(x)));
            }
            assertThat(worst).as("from %s to %s", range[0], range[1]).isLessThan(2e-7);
        }
        assertThat(FloatMath.erf(Float.POSITIVE_INFINITY)).isOne();
        assertThat(FloatMath.erf(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(FloatMath.erf(4)).isOne();
        assertThat(1 / FloatMath.erf(-0f)).isEqualTo(Float.NEGATIVE_INFINITY);
    }

    private static double error(double actual, double expected) {
        return actual == expected ? 0 : Math.abs(actual - expected) / Math.abs(expected);
    }
}
