package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.unroll.internal.kernel.Data.assertSameBits;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionTest {
    private static final String PAIRS = "org.unroll.internal.kernel.Variants#pairs";

    @FunctionalInterface
    private interface Reduction<A> {
        void run(Kernels<A> kernels, int rows, int columns, A x, int xrs, A out);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void rowsAndColumnsEqualScalar(Variants.Pair<A> pair) {
        check(pair, "rowSum", (q, m, n, x, xrs, out) -> q.rowSum(m, n, x, 3, xrs, out, 1, 2));
        check(pair, "rowMax", (q, m, n, x, xrs, out) -> q.rowMax(m, n, x, 3, xrs, out, 1, 2));
        check(pair, "rowMin", (q, m, n, x, xrs, out) -> q.rowMin(m, n, x, 3, xrs, out, 1, 2));
        for (Start start : Start.values()) {
            check(
                    pair,
                    "columnSum",
                    (q, m, n, x, xrs, out) -> q.columnSum(m, n, x, 3, xrs, out, 1, start));
        }
    }

    /// With rows of an own stride on every side, and one number for each row.
    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void normalizationEqualsScalar(Variants.Pair<A> pair) {
        check(
                pair,
                "inverseDeviation",
                (q, m, n, x, xrs, out) -> q.inverseDeviation(m, n, x, 3, xrs, 1e-3, out, 1, 2));
        Random random = new Random(4);
        Kernels<A> scalar = pair.scalar();
        for (int n : Data.LENGTHS) {
            for (int rows : new int[] {0, 1, 5}) {
                A y = Data.ordinary(scalar, rows * (n + 1) + 8, random);
                A s = Data.ordinary(scalar, rows * 3 + 8, random);
                A g = Data.ordinary(scalar, rows * (n + 3) + 8, random);
                A expected = Data.ordinary(scalar, rows * (n + 2) + 8, random);
                A actual = Data.copyOf(scalar, expected);
                String what = " of " + rows + " x " + n;
                scalar.normalize(rows, n, y, 2, n + 1, s, 1, 3, expected, 4, n + 2);
                pair.kernels().normalize(rows, n, y, 2, n + 1, s, 1, 3, actual, 4, n + 2);
                assertSameBits(scalar, actual, expected, "normalize" + what);
                scalar.normalizeGradient(
                        rows, n, y, 2, n + 1, s, 1, 3, g, 3, n + 3, expected, 4, n + 2);
                pair.kernels()
                        .normalizeGradient(
                                rows, n, y, 2, n + 1, s, 1, 3, g, 3, n + 3, actual, 4, n + 2);
                assertSameBits(scalar, actual, expected, "normalizeGradient" + what);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void sumsOfProductsAreThoseOfRoundedProducts(Variants.Pair<A> pair) {
        Random random = new Random(5);
        Kernels<A> kernels = pair.kernels();
        for (int n : Data.LENGTHS) {
            for (int rows : new int[] {0, 1, 5}) {
                for (Start start : Start.values()) {
                    A x = Data.ordinary(kernels, rows * (n + 1) + 8, random);
                    A y = Data.ordinary(kernels, rows * (n + 3) + 8, random);
                    A product = Data.ordinary(kernels, rows * n, random);
                    A expected = Data.ordinary(kernels, n + 8, random);
                    A actual = Data.copyOf(kernels, expected);
                    kernels.binary(
                            Binary.MULTIPLY,
                            rows,
                            n,
                            x,
                            2,
                            n + 1,
                            1,
                            y,
                            3,
                            n + 3,
                            1,
                            product,
                            0,
                            n);
                    kernels.columnSum(rows, n, product, 0, n, expected, 4, start);
                    kernels.columnProductSum(rows, n, x, 2, n + 1, y, 3, n + 3, actual, 4, start);
                    assertSameBits(kernels, actual, expected, "products of " + rows + " x " + n);
                }
            }
        }
    }

    private static <A> void check(Variants.Pair<A> pair, String what, Reduction<A> reduction) {
        Random random = new Random(1);
        Kernels<A> scalar = pair.scalar();
        for (int n : Data.LENGTHS) {
            for (int rows : new int[] {0, 1, 2, 5}) {
                for (int special = 0; special < 2; special++) {
                    int xrs = n + 2;
                    int length = rows * xrs + 8;
                    A x =
                            special == 1
                                    ? Data.mixed(scalar, length, random)
                                    : Data.ordinary(scalar, length, random);
                    A expected = Data.ordinary(scalar, n + 20, random);
                    A actual = Data.copyOf(scalar, expected);
                    reduction.run(scalar, rows, n, x, xrs, expected);
                    reduction.run(pair.kernels(), rows, n, x, xrs, actual);
                    assertSameBits(scalar, actual, expected, what + " of " + rows + " x " + n);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void sumsAreRight(Variants.Pair<A> pair) {
        Kernels<A> kernels = pair.kernels();
        int n = 5000;
        A x = kernels.allocate(n + 1);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            kernels.set(x, i + 1, Math.sin(i) + 0.1);
            double v = kernels.get(x, i + 1);
            sum += v;
            squares += v * v;
        }
        A out = kernels.allocate(1);
        kernels.rowSum(1, n, x, 1, 0, out, 0, 0);
        // 16 sums of 313 addends of magnitude one, in float32
        assertThat(kernels.get(out, 0)).isCloseTo(sum, within(1e-3));
        assertThat(kernels.sumOfSquares(1, n + 1, x)).isCloseTo(squares, within(1e-3));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void sumOfSquaresEqualsScalar(Variants.Pair<A> pair) {
        Random random = new Random(2);
        for (int n : Data.LENGTHS) {
            A x = Data.ordinary(pair.scalar(), n + 5, random);
            assertThat(pair.kernels().sumOfSquares(3, 3 + n, x))
                    .isEqualTo(pair.scalar().sumOfSquares(3, 3 + n, x));
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void argMaxIsTheFirst(Variants.Pair<A> pair) {
        Kernels<A> kernels = pair.kernels();
        A x = kernels.allocate(9);
        double[] values = {7, -1, 3, 5, 5, Double.NEGATIVE_INFINITY, 4, Double.NaN, Double.NaN};
        for (int i = 0; i < values.length; i++) {
            kernels.set(x, i, values[i]);
        }
        assertThat(kernels.argMax(6, x, 1)).isEqualTo(2);
        assertThat(kernels.argMax(8, x, 1)).isEqualTo(6);
        assertThat(kernels.argMax(1, x, 5)).isZero();
        assertThat(kernels.argMax(0, x, 5)).isEqualTo(-1);
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void transposeAndCopyMoveEveryElement(Variants.Pair<A> pair) {
        Kernels<A> kernels = pair.kernels();
        Random random = new Random(3);
        for (int rows : new int[] {1, 5, 16, 33}) {
            for (int columns : new int[] {1, 7, 16, 40}) {
                A x = Data.mixed(kernels, 2 + rows * (columns + 1), random);
                A moved = Data.ordinary(kernels, 3 + columns * (rows + 2), random);
                A expected = Data.copyOf(kernels, moved);
                for (int i = 0; i < rows; i++) {
                    for (int j = 0; j < columns; j++) {
                        double v = kernels.get(x, 2 + i * (columns + 1) + j);
                        kernels.set(expected, 1 + j * (rows + 2) + i, v);
                    }
                }
                kernels.transpose(rows, columns, x, 2, columns + 1, moved, 1, rows + 2);
                assertSameBits(kernels, moved, expected, "transposed " + rows + " x " + columns);
                A back = Data.copyOf(kernels, x);
                kernels.fill(back, 2, 2 + rows * (columns + 1), 0);
                kernels.transpose(columns, rows, moved, 1, rows + 2, back, 2, columns + 1);
                A copied = kernels.allocate(kernels.length(x));
                kernels.copy(rows, columns, x, 2, columns + 1, copied, 2, columns + 1);
                kernels.copy(1, 2, x, 0, 0, copied, 0, 0);
                assertSameBits(kernels, back, copied, "transposed back");
            }
        }
    }
}
