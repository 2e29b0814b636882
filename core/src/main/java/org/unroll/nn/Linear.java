package org.unroll.nn;

import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// `y = x · Wᵀ + b` on the last axis.
///
/// Input `[..., in]`, result `[..., out]`, `weight` `[out, in]`, `bias` `[out]`. Orientation and
/// names are PyTorch's; Keras's `Dense` keeps the transposed kernel `[in, out]`.
public final class Linear implements Layer {
    private final Tensor weight;
    private final @Nullable Tensor bias; // null: none

    /// With weight and bias as the scheme gives them.
    ///
    /// @param in size of the input's last axis, at least 1
    /// @param out size of the result's last axis, at least 1
    public Linear(int in, int out, Init init) {
        this(weight(in, out, init), init.linearBias(out, in));
    }

    private Linear(Tensor weight, @Nullable Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /// The same without a bias.
    public static Linear withoutBias(int in, int out, Init init) {
        return new Linear(weight(in, out, init), null);
    }

    private static Tensor weight(int in, int out, Init init) {
        return init.linearWeight(Checks.atLeastOne("out", out), Checks.atLeastOne("in", in));
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        Checks.lastAxis(this, inputSize(), values.shape());
        Tensor product = values.matmulTransposed(weight);
        return input.with(bias == null ? product : product.plus(bias));
    }

    /// Size of the input's last axis.
    public int inputSize() {
        return weight.dim(1);
    }

    /// Size of the result's last axis.
    public int outputSize() {
        return weight.dim(0);
    }

    @Override
    public Parameters parameters() {
        return bias == null
                ? Parameters.of("weight", weight)
                : Parameters.of("weight", weight, "bias", bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Checks.lastAxis(this, inputSize(), input);
        return input.with(-1, outputSize());
    }

    @Override
    public String toString() {
        return "Linear(%d -> %d%s)"
                .formatted(inputSize(), outputSize(), bias == null ? ", without bias" : "");
    }
}
