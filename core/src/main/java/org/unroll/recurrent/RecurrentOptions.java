package org.unroll.recurrent;

import java.util.Objects;

/// The size of a stack of recurrent layers.
///
/// @param inputSize the length of an input, at least 1
/// @param hiddenSize the length of each layer's hidden state, at least 1
/// @param layers how many layers, at least 1
/// @param dropout the share of values dropped between layers in training, in `[0, 1)`
/// @param recomputation whether training keeps little and computes the rest again; see
///   [RecurrentLayer#recomputing]
/// @param residual whether the input of each layer but the first is added to its output; see
///   [Residual]
/// @param skippedSteps what the last layer gives at timesteps that it passes over
public record RecurrentOptions(
        int inputSize,
        int hiddenSize,
        int layers,
        double dropout,
        boolean recomputation,
        boolean residual,
        SkippedSteps skippedSteps) {
    /// Checks the ranges.
    public RecurrentOptions {
        if (inputSize < 1 || hiddenSize < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "expected sizes of at least 1 but got inputSize %d, hiddenSize %d, layers %d"
                            .formatted(inputSize, hiddenSize, layers));
        }
        Rates.check("dropout", dropout);
        Objects.requireNonNull(skippedSteps, "skippedSteps");
    }

    /// One layer without dropout.
    public static RecurrentOptions of(int inputSize, int hiddenSize) {
        return new RecurrentOptions(inputSize, hiddenSize, 1, 0, false, false, SkippedSteps.ZEROS);
    }

    /// With this many layers.
    public RecurrentOptions withLayers(int layers) {
        return new RecurrentOptions(
                inputSize, hiddenSize, layers, dropout, recomputation, residual, skippedSteps);
    }

    /// With dropout between layers; not after the last one, as in PyTorch.
    public RecurrentOptions withDropout(double dropout) {
        return new RecurrentOptions(
                inputSize, hiddenSize, layers, dropout, recomputation, residual, skippedSteps);
    }

    /// For long sequences: training keeps little and computes the rest again; see
    /// [RecurrentLayer#recomputing].
    public RecurrentOptions withRecomputation() {
        return new RecurrentOptions(
                inputSize, hiddenSize, layers, dropout, true, residual, skippedSteps);
    }

    /// With residual connections around the second layer and each above it, `x' = x +
    /// layer(dropout(x))`, as Wu and others, "Google's neural machine translation system" (2016). A
    /// stack with them has at least two layers; from the second on, outputs are as long as inputs.
    public RecurrentOptions withResidual() {
        return new RecurrentOptions(
                inputSize, hiddenSize, layers, dropout, recomputation, true, skippedSteps);
    }

    /// With other outputs at the timesteps that are passed over; see [SkippedSteps]. Not for layers
    /// of both directions.
    public RecurrentOptions withSkippedSteps(SkippedSteps skippedSteps) {
        return new RecurrentOptions(
                inputSize, hiddenSize, layers, dropout, recomputation, residual, skippedSteps);
    }
}
