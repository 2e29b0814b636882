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

    /// From vectors of the embedding's size to one number for each of its entries, by the
    /// embedding's own table: the weight `[count, size]` is that very tensor, the bias `[count]` is
    /// its own and as the scheme gives it.
    ///
    /// Press and Wolf, "Using the Output Embedding to Improve Language Models", 2017; Inan,
    /// Khosravi and Socher, "Tying Word Vectors and Word Classifiers", 2017. As `decoder.weight =
    /// encoder.weight` in PyTorch. Both layers name the tensor among their parameters; it has one
    /// gradient, the sum over both uses, an optimizer changes it once, and loading wants equal
    /// values under both names. What comes out of the embedding scaled by [Init#pytorch] has
    /// deviation 1, which makes large logits: [Init#keras] starts smaller.
    ///
    /// @param embedding without a padding index, whose vector has no gradient and must stay zero
    /// @param init whose randomness the bias draws from; its type is the table's
    public static Linear tiedTo(Embedding embedding, Init init) {
        Tensor table = table(embedding);
        Init own = init.withType(table.type());
        return new Linear(table, own.linearBias(embedding.count(), embedding.size()));
    }

    /// The same as [#tiedTo], without a bias.
    public static Linear tiedWithoutBias(Embedding embedding) {
        return new Linear(table(embedding), null);
    }

    private static Tensor table(Embedding embedding) {
        if (embedding.paddingIndex().isPresent()) {
            throw new IllegalArgumentException(
                    "a linear layer cannot be tied to %s: the vector of its padding index has to stay zero, but the linear layer would train it; leave padding out by lengths instead"
                            .formatted(embedding));
        }
        return embedding.table();
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
