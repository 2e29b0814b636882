package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;

/// Test data and comparison by bits.
final class Data {
    /// Around the lane and block edges.
    static final int[] LENGTHS = {0, 1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 1000, 4098};

    private static final double[] FLOAT_SPECIALS = {
        0,
        -0.0,
        1,
        -1,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        88.72,
        88.73,
        -87.5,
        -103.9,
        -104.5,
        9.01,
        1e-20,
        1e-31,
        1e-38
    };

    private static final double[] DOUBLE_SPECIALS = {
        Double.MIN_VALUE,
        -Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        709.7,
        709.8,
        -708.5,
        -745.1,
        -746.5,
        19.1,
        1e-290,
        1e-308
    };

    private Data() {}

    /// Mostly ordinary numbers, and a special one in four elements.
    static <A> A mixed(Kernels<A> kernels, int length, Random random) {
        A a = kernels.allocate(length);
        for (int i = 0; i < length; i++) {
            kernels.set(a, i, random.nextInt(4) == 0 ? special(kernels, random) : ordinary(random));
        }
        return a;
    }

    static <A> A ordinary(Kernels<A> kernels, int length, Random random) {
        A a = kernels.allocate(length);
        for (int i = 0; i < length; i++) {
            kernels.set(a, i, ordinary(random));
        }
        return a;
    }

    private static double ordinary(Random random) {
        return random.nextGaussian() * Math.pow(10, random.nextInt(5) - 3);
    }

    private static <A> double special(Kernels<A> kernels, Random random) {
        boolean wide = kernels.allocate(0) instanceof double[] && random.nextBoolean();
        double[] from = wide ? DOUBLE_SPECIALS : FLOAT_SPECIALS;
        return from[random.nextInt(from.length)];
    }

    static <A> A copyOf(Kernels<A> kernels, A a) {
        A copy = kernels.allocate(kernels.length(a));
        kernels.copy(1, kernels.length(a), a, 0, 0, copy, 0, 0);
        return copy;
    }

    /// Equal bits, where all NaN are one. AssertJ's comparison of arrays, in effect, but -0 is not
    /// 0.
    static <A> void assertSameBits(Kernels<A> kernels, A actual, A expected, String what) {
        assertThat(kernels.length(actual)).isEqualTo(kernels.length(expected));
        for (int i = 0; i < kernels.length(actual); i++) {
            double x = kernels.get(actual, i);
            double y = kernels.get(expected, i);
            if (Double.doubleToLongBits(x) != Double.doubleToLongBits(y)) {
                assertThat(x).as("%s, element %d", what, i).isEqualTo(y);
                throw new AssertionError(what + ", element " + i + ": " + x + " is not " + y);
            }
        }
    }
}
