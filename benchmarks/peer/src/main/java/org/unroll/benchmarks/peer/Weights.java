package org.unroll.benchmarks.peer;

import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.unroll.benchmarks.shared.Numbers;
import org.unroll.benchmarks.shared.Precision;

/// The parameters of a network, with values that follow from their names.
final class Weights {
    private final ScalarType type;
    private final double bound;
    private final TensorVector all = new TensorVector();

    /// @param bound the largest value of all but the embedding
    Weights(Precision precision, double bound) {
        this.type = precision == Precision.FLOAT32 ? ScalarType.Float : ScalarType.Double;
        this.bound = bound;
    }

    ScalarType type() {
        return type;
    }

    /// Gives a parameter its values and notes it for the optimizer.
    void fill(String name, Tensor parameter) {
        double range = name.startsWith("embedding") ? 1 : bound;
        double[] values = Numbers.weights(name, (int) parameter.numel(), range);
        try (NoGradGuard _ = new NoGradGuard()) {
            parameter.copy_(tensor(values, type).view(parameter.sizes()));
        }
        all.push_back(parameter);
    }

    /// A new parameter.
    Tensor create(String name, long... sizes) {
        Tensor parameter = torch.zeros(sizes, new TensorOptions(type)).requires_grad_(true);
        fill(name, parameter);
        return parameter;
    }

    TensorVector all() {
        return all;
    }

    static Tensor tensor(double[] values, ScalarType type) {
        return Tensor.create(values, values.length).to(type);
    }

    static Tensor tensor(int[] values) {
        return Tensor.create(values, values.length).to(ScalarType.Long);
    }
}
