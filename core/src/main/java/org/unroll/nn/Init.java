package org.unroll.nn;

import java.util.Objects;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// With which numbers layers and cells start: a scheme, a type, and the randomness.
///
/// Given to the constructor of every layer and cell, which asks it for its tensors. Each request
/// draws on from the same [Rng], so networks built in the same order from the same seed start
/// equal.
///
/// | | [#pytorch] | [#keras] |
/// |---|---|---|
/// | linear weight | uniform, `±1/sqrt(in)` | Glorot uniform |
/// | linear bias | uniform, `±1/sqrt(in)` | 0 |
/// | embedding | normal, deviation 1 | uniform, `±0.05` |
/// | recurrent layer: input's weight | uniform, `±1/sqrt(hidden)` | Glorot uniform over all gates |
/// | recurrent layer: state's weight | uniform, `±1/sqrt(hidden)` | orthogonal over all gates |
/// | recurrent layer: biases | uniform, `±1/sqrt(hidden)` | 0, forget gate 1 |
///
/// Every size is at least 1.
///
/// The numbers are not those that PyTorch or Keras would draw, only their distribution is.
public final class Init {
    private final InitScheme scheme;
    private final DType type;
    private final Rng rng;

    private Init(InitScheme scheme, DType type, Rng rng) {
        if (type == DType.INT32) {
            throw new IllegalArgumentException(
                    "expected float32 or float64 as type of weights but got int32");
        }
        this.scheme = scheme;
        this.type = type;
        this.rng = Objects.requireNonNull(rng, "rng");
    }

    /// PyTorch's defaults, in float32.
    public static Init pytorch(Rng rng) {
        return new Init(InitScheme.PYTORCH, DType.FLOAT32, rng);
    }

    /// Keras's defaults, in float32.
    public static Init keras(Rng rng) {
        return new Init(InitScheme.KERAS, DType.FLOAT32, rng);
    }

    /// The scheme of the given name, in float32.
    ///
    /// @param name `pytorch` or `keras`
    public static Init named(String name, Rng rng) {
        return switch (name) {
            case "pytorch" -> pytorch(rng);
            case "keras" -> keras(rng);
            default ->
                    throw new IllegalArgumentException(
                            "expected the initialisation pytorch or keras but got " + name);
        };
    }

    /// The same scheme and randomness for weights of another type.
    public Init withType(DType type) {
        return new Init(scheme, type, rng);
    }

    /// The type of the weights.
    public DType type() {
        return type;
    }

    /// The randomness, which each request advances.
    public Rng rng() {
        return rng;
    }

    /// The weight of a linear layer, `[out, in]`.
    public Tensor linearWeight(int out, int in) {
        atLeastOne(out, in);
        return scheme.linearWeight(in).create(type, rng, out, in);
    }

    /// The bias of a linear layer, `[out]`.
    public Tensor linearBias(int out, int in) {
        atLeastOne(out, in);
        return scheme.linearBias(in).create(type, rng, out);
    }

    /// The table of an embedding, `[count, size]`.
    ///
    /// @param paddingIndex the row to set to zero, or -1
    public Tensor embedding(int count, int size, int paddingIndex) {
        atLeastOne(count, size);
        if (paddingIndex >= count) {
            throw new IllegalArgumentException(
                    "expected a padding index below %d but got %d".formatted(count, paddingIndex));
        }
        Tensor table = scheme.embedding().create(type, rng, count, size);
        if (paddingIndex < 0) {
            return table;
        }
        double[] values = table.toDoubles();
        for (int i = 0; i < size; i++) {
            values[paddingIndex * size + i] = 0;
        }
        return Tensor.of(values, count, size).to(type);
    }

    /// The input's weight of a recurrent cell, `[gates * hidden, in]`.
    public Tensor recurrentInputWeight(int gates, int hidden, int in) {
        atLeastOne(gates, hidden, in);
        return scheme.recurrentInputWeight(hidden).create(type, rng, gates * hidden, in);
    }

    /// The state's weight of a recurrent cell, `[gates * hidden, hidden]`.
    public Tensor recurrentWeight(int gates, int hidden) {
        atLeastOne(gates, hidden);
        return scheme.recurrentWeight(hidden).create(type, rng, gates * hidden, hidden);
    }

    /// The input's bias of a recurrent cell, `[gates * hidden]`.
    ///
    /// Keras's scheme sets the forget gate's part to 1 (Jozefowicz, Zaremba and Sutskever, "An
    /// Empirical Exploration of Recurrent Network Architectures", 2015), once per cell: the state's
    /// bias, where there is a second one, stays 0.
    ///
    /// @param forgetGate which of the gates is the forget gate, or -1 for none
    public Tensor recurrentInputBias(int gates, int hidden, int forgetGate) {
        atLeastOne(gates, hidden);
        if (forgetGate >= gates) {
            throw new IllegalArgumentException(
                    "expected a forget gate below %d but got %d".formatted(gates, forgetGate));
        }
        Tensor bias = scheme.recurrentBias(hidden).create(type, rng, gates * hidden);
        if (forgetGate < 0 || scheme == InitScheme.PYTORCH) {
            return bias;
        }
        double[] values = bias.toDoubles();
        for (int i = 0; i < hidden; i++) {
            values[forgetGate * hidden + i] = 1;
        }
        return Tensor.of(values, gates * hidden).to(type);
    }

    /// The state's bias of a recurrent cell that has two, `[gates * hidden]`.
    public Tensor recurrentHiddenBias(int gates, int hidden) {
        atLeastOne(gates, hidden);
        return scheme.recurrentBias(hidden).create(type, rng, gates * hidden);
    }

    private static void atLeastOne(int... sizes) {
        for (int size : sizes) {
            if (size < 1) {
                throw new IllegalArgumentException("expected a size of at least 1 but got " + size);
            }
        }
    }

    @Override
    public String toString() {
        return scheme + " " + type;
    }
}
