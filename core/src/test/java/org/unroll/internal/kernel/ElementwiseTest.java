package org.unroll.internal.kernel;

import static org.unroll.internal.kernel.Data.assertSameBits;

import java.util.Random;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {
    private static final String PAIRS = "org.unroll.internal.kernel.Variants#pairs";

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void unaryEqualsScalar(Variants.Pair<A> pair) {
        Random random = new Random(1);
        for (Unary op : Unary.values()) {
            for (int n : Data.LENGTHS) {
                // one row, then rows with gaps; offsets and stale data around in both
                checkUnary(pair, op, 1, n, n, n, random);
                checkUnary(pair, op, 3, n / 3, n / 3 + 2, n / 3 + 5, random);
                checkUnary(pair, op, 3, n / 3, n / 3, n / 3, random);
            }
        }
    }

    private static <A> void checkUnary(
            Variants.Pair<A> pair,
            Unary op,
            int rows,
            int columns,
            int xrs,
            int ors,
            Random random) {
        Kernels<A> scalar = pair.scalar();
        A x = Data.mixed(scalar, 3 + rows * xrs + 7, random);
        A expected = Data.mixed(scalar, 5 + rows * ors + 9, random);
        A actual = Data.copyOf(scalar, expected);
        scalar.unary(op, rows, columns, x, 3, xrs, expected, 5, ors);
        pair.kernels().unary(op, rows, columns, x, 3, xrs, actual, 5, ors);
        assertSameBits(scalar, actual, expected, op + " of " + rows + " x " + columns);
        // in place
        A inPlace = Data.copyOf(scalar, x);
        A once = Data.copyOf(scalar, x);
        scalar.unary(op, rows, columns, x, 3, xrs, once, 3, xrs);
        pair.kernels().unary(op, rows, columns, inPlace, 3, xrs, inPlace, 3, xrs);
        assertSameBits(scalar, inPlace, once, op + " in place");
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void binaryEqualsScalar(Variants.Pair<A> pair) {
        Random random = new Random(2);
        for (Binary op : Binary.values()) {
            for (int n : Data.LENGTHS) {
                for (int columnStrides = 0; columnStrides < 4; columnStrides++) {
                    int xcs = columnStrides & 1;
                    int ycs = columnStrides >> 1;
                    checkBinary(pair, op, 1, n, 0, xcs, 0, ycs, n, random);
                    checkBinary(pair, op, 3, n / 3, xcs * (n / 3), xcs, 0, ycs, n / 3, random);
                    checkBinary(
                            pair, op, 3, n / 3, n / 3 + 1, xcs, n / 3 + 4, ycs, n / 3 + 2, random);
                }
            }
        }
    }

    private static <A> void checkBinary(
            Variants.Pair<A> pair,
            Binary op,
            int rows,
            int columns,
            int xrs,
            int xcs,
            int yrs,
            int ycs,
            int ors,
            Random random) {
        Kernels<A> scalar = pair.scalar();
        A x = Data.mixed(scalar, 2 + rows * xrs + columns, random);
        A y = Data.mixed(scalar, 4 + rows * yrs + columns, random);
        A expected = Data.mixed(scalar, 5 + rows * ors + 9, random);
        A actual = Data.copyOf(scalar, expected);
        scalar.binary(op, rows, columns, x, 1, xrs, xcs, y, 3, yrs, ycs, expected, 5, ors);
        pair.kernels().binary(op, rows, columns, x, 1, xrs, xcs, y, 3, yrs, ycs, actual, 5, ors);
        String what = "%s of %d x %d, strides %d %d %d %d";
        assertSameBits(
                scalar, actual, expected, what.formatted(op, rows, columns, xrs, xcs, yrs, ycs));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void selectEqualsScalar(Variants.Pair<A> pair) {
        Random random = new Random(3);
        Kernels<A> scalar = pair.scalar();
        for (int n : Data.LENGTHS) {
            for (int s = 0; s < 8; s++) {
                int rows = s % 3 + 1;
                int stride = n + 2;
                int mcs = s & 1;
                int xcs = s >> 1 & 1;
                int ycs = s >> 2;
                int length = rows * stride + 8;
                A m = scalar.allocate(length);
                for (int i = 0; i < length; i++) {
                    scalar.set(m, i, random.nextInt(5) == 0 ? Double.NaN : random.nextInt(2));
                }
                A x = Data.mixed(scalar, length, random);
                A y = Data.mixed(scalar, length, random);
                A expected = Data.mixed(scalar, length, random);
                A actual = Data.copyOf(scalar, expected);
                scalar.select(
                        rows, n, m, 1, stride, mcs, x, 2, stride, xcs, y, 3, stride, ycs, expected,
                        4, stride);
                pair.kernels()
                        .select(
                                rows, n, m, 1, stride, mcs, x, 2, stride, xcs, y, 3, stride, ycs,
                                actual, 4, stride);
                assertSameBits(scalar, actual, expected, "select of " + rows + " x " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void additionsIntoEqualScalar(Variants.Pair<A> pair) {
        Random random = new Random(4);
        Kernels<A> scalar = pair.scalar();
        for (int n : Data.LENGTHS) {
            for (int gap = 0; gap < 3; gap++) {
                A x = Data.mixed(scalar, 3 * (n + gap) + 8, random);
                A expected = Data.mixed(scalar, 3 * (n + gap) + 8, random);
                A actual = Data.copyOf(scalar, expected);
                scalar.addInto(3, n, x, 2, n + gap, expected, 5, n + gap);
                pair.kernels().addInto(3, n, x, 2, n + gap, actual, 5, n + gap);
                assertSameBits(scalar, actual, expected, "addInto of " + n);
                scalar.addScaledInto(0.1, 3, n, x, 2, n + gap, expected, 5, n + gap);
                pair.kernels().addScaledInto(0.1, 3, n, x, 2, n + gap, actual, 5, n + gap);
                assertSameBits(scalar, actual, expected, "addScaledInto of " + n);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void sumOfProductsRoundsEachProduct(Variants.Pair<A> pair) {
        Random random = new Random(6);
        Kernels<A> kernels = pair.kernels();
        for (int n : Data.LENGTHS) {
            for (int gap = 0; gap < 3; gap++) {
                int length = 3 * (n + 2 * gap) + 8;
                A x = Data.mixed(kernels, length, random);
                A y = Data.mixed(kernels, length, random);
                A u = Data.mixed(kernels, length, random);
                A v = Data.mixed(kernels, length, random);
                A actual = Data.mixed(kernels, length, random);
                A expected = Data.copyOf(kernels, actual);
                A left = kernels.allocate(3 * n);
                A right = kernels.allocate(3 * n);
                int rs = n + gap;
                int wide = n + 2 * gap;
                kernels.binary(Binary.MULTIPLY, 3, n, x, 2, rs, 1, y, 1, n, 1, left, 0, n);
                kernels.binary(Binary.MULTIPLY, 3, n, u, 3, wide, 1, v, 4, rs, 1, right, 0, n);
                kernels.binary(Binary.ADD, 3, n, left, 0, n, 1, right, 0, n, 1, expected, 5, wide);
                kernels.sumOfProducts(
                        3, n, x, 2, rs, y, 1, n, u, 3, wide, v, 4, rs, actual, 5, wide);
                assertSameBits(kernels, actual, expected, "sum of products of " + n);
            }
        }
    }

    /// float32 operations computed in float64 and rounded give the same bits, so float64 is a
    /// reference for both types.
    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void arithmeticIsThatOfJava(Variants.Pair<A> pair) {
        Kernels<A> kernels = pair.kernels();
        Random random = new Random(5);
        int n = 2000;
        A x = Data.mixed(kernels, n, random);
        A y = Data.mixed(kernels, n, random);
        A actual = kernels.allocate(n);
        A expected = kernels.allocate(n);
        for (Unary op : Unary.values()) {
            DoubleUnaryOperator reference = reference(op);
            if (reference != null) {
                kernels.unary(op, 1, n, x, 0, n, actual, 0, n);
                for (int i = 0; i < n; i++) {
                    kernels.set(expected, i, reference.applyAsDouble(kernels.get(x, i)));
                }
                assertSameBits(kernels, actual, expected, op.toString());
            }
        }
        for (Binary op : Binary.values()) {
            DoubleBinaryOperator reference = reference(op);
            if (reference != null) {
                kernels.binary(op, 1, n, x, 0, n, 1, y, 0, n, 1, actual, 0, n);
                for (int i = 0; i < n; i++) {
                    double v = reference.applyAsDouble(kernels.get(x, i), kernels.get(y, i));
                    kernels.set(expected, i, v);
                }
                assertSameBits(kernels, actual, expected, op.toString());
            }
        }
    }

    private static @Nullable DoubleUnaryOperator reference(Unary op) {
        return switch (op) {
            case NEGATE -> v -> -v;
            case ABS -> Math::abs;
            case SQUARE -> v -> v * v;
            case SQRT -> Math::sqrt;
            case RECIPROCAL -> v -> 1 / v;
            case RELU -> v -> v > 0 || Double.isNaN(v) ? v : 0;
            case SIGN -> Math::signum;
            case EXP, LOG, TANH, SIGMOID, ERF, FLUSH -> null;
        };
    }

    private static @Nullable DoubleBinaryOperator reference(Binary op) {
        return switch (op) {
            case ADD -> Double::sum;
            case SUBTRACT -> (a, b) -> a - b;
            case MULTIPLY -> (a, b) -> a * b;
            case DIVIDE -> (a, b) -> a / b;
            case MAXIMUM -> Math::max;
            case MINIMUM -> Math::min;
            case GREATER -> (a, b) -> a > b ? 1 : 0;
            case GREATER_EQUAL -> (a, b) -> a >= b ? 1 : 0;
            case LESS -> (a, b) -> a < b ? 1 : 0;
            case LESS_EQUAL -> (a, b) -> a <= b ? 1 : 0;
            case EQUAL -> (a, b) -> a == b ? 1 : 0;
            case NOT_EQUAL -> (a, b) -> a != b ? 1 : 0;
            case RELU_GRADIENT -> (y, g) -> y <= 0 ? 0 : g;
            case TANH_GRADIENT, SIGMOID_GRADIENT -> null;
        };
    }
}
