package org.unroll.nn;

import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// `y = (x - mean) / sqrt(variance + epsilon) * weight + bias` over the last axis.
///
/// Ba, Kiros and Hinton, "Layer Normalization", 2016. Input and result `[..., size]`, `weight`
/// `[size]` starting as ones, `bias` `[size]` starting as zeros; the variance is the biased one. As
/// PyTorch's `LayerNorm`, epsilon 1e-5; Keras's has 1e-3 (see [#withEpsilon]).
public final class LayerNorm implements Layer {
    private final Tensor weight;
    private final Tensor bias;
    private final double epsilon;

    /// With PyTorch's epsilon.
    ///
    /// @param size size of the last axis, at least 1
    public LayerNorm(int size, Init init) {
        this(
                Tensor.ones(init.type(), Checks.atLeastOne("size", size)),
                Tensor.zeros(init.type(), size),
                1e-5);
    }

    private LayerNorm(Tensor weight, Tensor bias, double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected epsilon >= 0 but got " + epsilon);
        }
        this.weight = weight;
        this.bias = bias;
        this.epsilon = epsilon;
    }

    /// The same layer with the same parameters and another epsilon.
    ///
    /// @param epsilon at least 0
    public LayerNorm withEpsilon(double epsilon) {
        return new LayerNorm(weight, bias, epsilon);
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        Checks.lastAxis(this, size(), values.shape());
        return input.with(values.normalized(-1, epsilon).times(weight).plus(bias));
    }

    /// Size of the last axis.
    public int size() {
        return weight.dim(0);
    }

    @Override
    public Parameters parameters() {
        return Parameters.of("weight", weight, "bias", bias);
    }

    @Override
    public Shape outputShape(Shape input) {
        Checks.lastAxis(this, size(), input);
        return input;
    }

    @Override
    public String toString() {
        return "LayerNorm(" + size() + ")";
    }
}
