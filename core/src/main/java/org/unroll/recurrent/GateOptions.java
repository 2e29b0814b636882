package org.unroll.recurrent;

import java.util.Objects;

/// How the sums `W x + b + U h` under a cell's gates are made. They are options of every cell that
/// is built on [GateSums], and do not change what the cell does with the sums.
///
/// @param bias which biases there are
/// @param layerNorm whether both products are normalised over the gates: `LN(W x) + b + LN(U h)`
/// @param recurrentDropout in training, the share of the state's numbers that the gates do not see,
///   in `[0, 1)`; for each row the same ones at every timestep and for all gates (Gal and
///   Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks",
///   2016, with tied masks). Keras's `recurrent_dropout` has one mask for each gate.
/// @param weightDropout in training, the share of U's entries that count as zero, in `[0, 1)`; the
///   same ones for all rows and timesteps of a run (Merity, Keskar and Socher, "Regularizing and
///   optimizing LSTM language models", 2018, after the DropConnect of Wan and others, 2013)
public record GateOptions(
        Bias bias, boolean layerNorm, double recurrentDropout, double weightDropout) {
    private static final GateOptions STANDARD = new GateOptions(Bias.TWO, false, 0, 0);

    /// Checks the ranges.
    public GateOptions {
        Objects.requireNonNull(bias, "bias");
        Rates.check("recurrentDropout", recurrentDropout);
        Rates.check("weightDropout", weightDropout);
    }

    /// PyTorch's: two biases and nothing else.
    public static GateOptions standard() {
        return STANDARD;
    }

    /// The papers': one bias and nothing else. What [MinimalGatedCell], [IndependentCell] and
    /// [JordanCell] have without options.
    public static GateOptions oneBias() {
        return STANDARD.withBias(Bias.ONE);
    }

    /// With these biases.
    public GateOptions withBias(Bias bias) {
        return new GateOptions(bias, layerNorm, recurrentDropout, weightDropout);
    }

    /// With layer normalisation: Ba, Kiros and Hinton, "Layer normalization", 2016. Each product is
    /// normalised over its gates, as in the paper's LSTM, epsilon 1e-5, with a weight and a bias of
    /// its own: `norm_weight_ih`, `norm_bias_ih`, `norm_weight_hh`, `norm_bias_hh`, `[gates *
    /// hidden]` each, the weights ones and the biases zeros at first. The cell's own biases are
    /// added after it.
    ///
    /// Two numbers that are normalised together leave only a sign, `±1`, and one number leaves
    /// nothing, which is refused: a gate that is normalised by itself ([GateShape#withNormGroups])
    /// wants a hidden size of 3 or more.
    public GateOptions withLayerNorm() {
        return new GateOptions(bias, true, recurrentDropout, weightDropout);
    }

    /// With dropout of the state that the gates see.
    public GateOptions withRecurrentDropout(double recurrentDropout) {
        return new GateOptions(bias, layerNorm, recurrentDropout, weightDropout);
    }

    /// With dropout of the state's weights.
    public GateOptions withWeightDropout(double weightDropout) {
        return new GateOptions(bias, layerNorm, recurrentDropout, weightDropout);
    }

    /// What is not standard, for the text of a cell: each with a comma before it, or nothing.
    String differences() {
        return switch (bias) {
                    case NONE -> ", without bias";
                    case ONE -> ", one bias";
                    case TWO -> "";
                }
                + (layerNorm ? ", layer norm" : "")
                + (recurrentDropout == 0 ? "" : ", recurrent dropout " + recurrentDropout)
                + (weightDropout == 0 ? "" : ", weight dropout " + weightDropout);
    }
}
