package org.unroll.nn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
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
/// | recurrent layer: projection's weight | uniform, `±1/sqrt(hidden)` | Glorot uniform |
/// | recurrent layer: peepholes | uniform, `±1/sqrt(hidden)` | uniform, `±sqrt(3/hidden)` |
/// | independent units: state's weight | uniform, `±1` | uniform, `±1` |
///
/// [#withInputWeights], [#withRecurrentWeights], [#withBiases] and [#withForgetBias] change single
/// lines for recurrent cells: Keras's `kernel_initializer`, `recurrent_initializer`,
/// `bias_initializer` and `unit_forget_bias`.
///
/// Every size is at least 1.
///
/// The numbers are not those that PyTorch or Keras would draw, only their distribution is.
public final class Init {
    /// What was chosen apart from the scheme for recurrent cells; null: the scheme's.
    private record Own(
            @Nullable Initializer inputWeights,
            @Nullable Initializer recurrentWeights,
            @Nullable Initializer biases,
            @Nullable Double forgetBias) {
        static final Own NOTHING = new Own(null, null, null, null);
    }

    private final InitScheme scheme;
    private final Own own;
    private final DType type;
    private final Rng rng;

    private Init(InitScheme scheme, Own own, DType type, Rng rng) {
        if (type == DType.INT32) {
            throw new IllegalArgumentException(
                    "expected float32 or float64 as type of weights but got int32");
        }
        this.scheme = scheme;
        this.own = own;
        this.type = type;
        this.rng = Objects.requireNonNull(rng, "rng");
    }

    /// PyTorch's defaults, in float32.
    public static Init pytorch(Rng rng) {
        return new Init(InitScheme.PYTORCH, Own.NOTHING, DType.FLOAT32, rng);
    }

    /// Keras's defaults, in float32.
    public static Init keras(Rng rng) {
        return new Init(InitScheme.KERAS, Own.NOTHING, DType.FLOAT32, rng);
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
        return new Init(scheme, own, type, rng);
    }

    /// The same with another start of recurrent cells' weights of the input.
    ///
    /// @param initializer is asked for `[gates * hidden, in]`
    public Init withInputWeights(Initializer initializer) {
        return with(new Own(initializer, own.recurrentWeights, own.biases, own.forgetBias));
    }

    /// The same with another start of recurrent cells' weights of the state.
    ///
    /// @param initializer is asked for `[gates * hidden, state]`, or `[hidden]` by independent
    ///   units, where [Initializer#orthogonal] and [Initializer#glorotUniform] are refused: they
    ///   make matrices only
    public Init withRecurrentWeights(Initializer initializer) {
        return with(new Own(own.inputWeights, initializer, own.biases, own.forgetBias));
    }

    /// The same with another start of recurrent cells' biases, but for the forget gate's where that
    /// [starts on its own][#withForgetBias].
    ///
    /// @param initializer is asked for `[gates * hidden]`
    public Init withBiases(Initializer initializer) {
        return with(new Own(own.inputWeights, own.recurrentWeights, initializer, own.forgetBias));
    }

    /// The same with the forget gate's bias at this value, which is 1 in Keras's scheme and drawn
    /// like the others in PyTorch's. Of two biases it is the input's; the state's starts like its
    /// other parts.
    ///
    /// @param value any finite number; 0 is Keras's `unit_forget_bias=False`
    public Init withForgetBias(double value) {
        Checks.finite("forget bias", value);
        return with(new Own(own.inputWeights, own.recurrentWeights, own.biases, value));
    }

    /// The same with the forget gate's bias, where it [starts on its own][#withForgetBias], at
    /// minus its value: for a cell that forgets where a gate is closed, `f = 1 - σ(s) = σ(-s)`.
    public Init withNegatedForgetBias() {
        @Nullable Double first = forgetBias();
        return first == null ? this : withForgetBias(0 - first);
    }

    private @Nullable Double forgetBias() {
        return own.forgetBias != null ? own.forgetBias : scheme.forgetBias();
    }

    private Init with(Own changed) {
        return new Init(scheme, changed, type, rng);
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
        return chosen(own.inputWeights, scheme.recurrentInputWeight(hidden))
                .create(type, rng, gates * hidden, in);
    }

    /// The state's weight of a recurrent cell, `[gates * hidden, hidden]`.
    public Tensor recurrentWeight(int gates, int hidden) {
        return recurrentWeight(gates, hidden, hidden);
    }

    /// The state's weight of a recurrent cell whose state is not as long as its gates, `[gates *
    /// hidden, state]`.
    public Tensor recurrentWeight(int gates, int hidden, int state) {
        atLeastOne(gates, hidden, state);
        return chosen(own.recurrentWeights, scheme.recurrentWeight(hidden))
                .create(type, rng, gates * hidden, state);
    }

    /// The state's weight of independent units, which each see their own past only: `[hidden]`.
    public Tensor independentWeight(int hidden) {
        atLeastOne(hidden);
        return chosen(own.recurrentWeights, Initializer.uniform(-1, 1)).create(type, rng, hidden);
    }

    /// The weight that projects a recurrent cell's units onto its state, `[projection, hidden]`.
    public Tensor projectionWeight(int projection, int hidden) {
        atLeastOne(projection, hidden);
        return scheme.recurrentInputWeight(hidden).create(type, rng, projection, hidden);
    }

    /// The weights by which gates see a cell's inner state, each unit its own: `[gates * hidden]`.
    public Tensor peephole(int gates, int hidden) {
        atLeastOne(gates, hidden);
        return scheme.peephole(hidden).create(type, rng, gates * hidden);
    }

    /// The input's bias of a recurrent cell, `[gates * hidden]`.
    ///
    /// Keras's scheme sets the forget gate's part to 1 (Jozefowicz, Zaremba and Sutskever, "An
    /// Empirical Exploration of Recurrent Network Architectures", 2015), once per cell: the state's
    /// bias, where there is a second one, stays 0. [#withForgetBias] sets it in both schemes.
    ///
    /// @param forgetGate which of the gates is the forget gate, or -1 for none
    public Tensor recurrentInputBias(int gates, int hidden, int forgetGate) {
        atLeastOne(gates, hidden);
        if (forgetGate >= gates) {
            throw new IllegalArgumentException(
                    "expected a forget gate below %d but got %d".formatted(gates, forgetGate));
        }
        Tensor bias = recurrentHiddenBias(gates, hidden);
        @Nullable Double first = forgetBias();
        if (forgetGate < 0 || first == null) {
            return bias;
        }
        double[] values = bias.toDoubles();
        for (int i = 0; i < hidden; i++) {
            values[forgetGate * hidden + i] = first;
        }
        return Tensor.of(values, gates * hidden).to(type);
    }

    /// The state's bias of a recurrent cell that has two, `[gates * hidden]`.
    public Tensor recurrentHiddenBias(int gates, int hidden) {
        atLeastOne(gates, hidden);
        return chosen(own.biases, scheme.recurrentBias(hidden)).create(type, rng, gates * hidden);
    }

    private static Initializer chosen(@Nullable Initializer own, Initializer schemes) {
        return own == null ? schemes : own;
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
