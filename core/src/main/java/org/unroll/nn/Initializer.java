package org.unroll.nn;

import java.util.Arrays;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Makes a tensor's first numbers. [Init] chooses one for each tensor of a layer.
@FunctionalInterface
public interface Initializer {

    /// A new tensor of the given type and shape.
    Tensor create(DType type, Rng rng, int... dims);

    /// All zeros.
    static Initializer zeros() {
        return constant(0);
    }

    /// One value everywhere.
    static Initializer constant(double value) {
        return (type, rng, dims) -> Tensor.full(type, value, dims);
    }

    /// Evenly distributed from `low` to `high`.
    static Initializer uniform(double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "expected low <= high but got " + low + " and " + high);
        }
        return (type, rng, dims) -> rng.uniform(type, low, high, dims);
    }

    /// Normally distributed.
    ///
    /// @param deviation the standard deviation, at least 0
    static Initializer normal(double mean, double deviation) {
        if (!(deviation >= 0)) {
            throw new IllegalArgumentException("expected deviation >= 0 but got " + deviation);
        }
        return (type, rng, dims) -> rng.normal(type, mean, deviation, dims);
    }

    /// Uniform between `±sqrt(6 / (in + out))` for a matrix `[out, in]`: Glorot and Bengio,
    /// "Understanding the difficulty of training deep feedforward neural networks", 2010, as
    /// Keras's `glorot_uniform` and PyTorch's `xavier_uniform_`.
    static Initializer glorotUniform() {
        return (type, rng, dims) -> {
            requireMatrix("glorotUniform", dims);
            double limit = Math.sqrt(6.0 / (dims[0] + dims[1]));
            return rng.uniform(type, -limit, limit, dims);
        };
    }

    /// A random matrix whose shorter side's vectors are orthonormal: Saxe, McClelland and Ganguli,
    /// "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks",
    /// 2013, as Keras's `orthogonal` and PyTorch's `orthogonal_`.
    static Initializer orthogonal() {
        return (type, rng, dims) -> {
            requireMatrix("orthogonal", dims);
            return Orthogonal.create(type, rng, dims[0], dims[1]);
        };
    }

    private static void requireMatrix(String name, int... dims) {
        if (dims.length != 2) {
            throw new IllegalArgumentException(
                    name + ": expected a matrix but got the shape " + Arrays.toString(dims));
        }
    }
}
