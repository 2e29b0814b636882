package org.unroll.testkit.operations;

import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Random float64 tensors whose elements keep away from where functions have kinks or poles.
final class Inputs {
    private final Rng random;

    Inputs(long seed) {
        random = Rng.seeded(seed);
    }

    /// From -2 to 2, but at least 0.1 from zero.
    Tensor mixed(int... dims) {
        return filled(
                () -> (random.nextBoolean() ? 1 : -1) * (0.1 + 1.9 * random.nextDouble()), dims);
    }

    /// From 0.5 to 2.
    Tensor positive(int... dims) {
        return filled(() -> 0.5 + 1.5 * random.nextDouble(), dims);
    }

    /// All different: whole numbers in random order with up to 0.3 added, so that no two are closer
    /// than 0.7.
    Tensor distinct(int... dims) {
        int[] order = random.permutation(Shape.of(dims).size());
        double[] values = new double[order.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = order[i] - order.length / 2.0 + 0.3 * random.nextDouble();
        }
        return Tensor.wrap(values, Shape.of(dims));
    }

    /// At least 0.1 from every multiple of 1/4, and so from every element of `onGrid`.
    Tensor offGrid(int... dims) {
        return filled(() -> random.nextInt(-8, 8) / 4.0 + 0.1 + 0.05 * random.nextDouble(), dims);
    }

    /// Multiples of 1/4 from -2 to 2.
    Tensor onGrid(int... dims) {
        return filled(() -> random.nextInt(-8, 8) / 4.0, dims);
    }

    /// Zeros and ones.
    Tensor mask(int... dims) {
        return filled(() -> random.nextInt(2), dims);
    }

    /// Whole numbers below n.
    Tensor indices(int n, int... dims) {
        int[] values = new int[Shape.of(dims).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(n);
        }
        return Tensor.wrap(values, Shape.of(dims));
    }

    private static Tensor filled(java.util.function.DoubleSupplier draw, int... dims) {
        double[] values = new double[Shape.of(dims).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw.getAsDouble();
        }
        return Tensor.wrap(values, Shape.of(dims)).to(DType.FLOAT64);
    }
}
