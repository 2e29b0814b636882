package org.unroll.recurrent;

/// The size of a stack of recurrent layers.
///
/// @param inputSize the length of an input, at least 1
/// @param hiddenSize the length of each layer's hidden state, at least 1
/// @param layers how many layers, at least 1
/// @param dropout the share of values dropped between layers in training, in `[0, 1)`
/// @param recomputation whether training keeps little and computes the rest again; see
///   [RecurrentLayer#recomputing]
public record RecurrentOptions(
        int inputSize, int hiddenSize, int layers, double dropout, boolean recomputation) {
    /// Checks the ranges.
    public RecurrentOptions {
        if (inputSize < 1 || hiddenSize < 1 || layers < 1) {
            throw new IllegalArgumentException(
                    "expected sizes of at least 1 but got inputSize %d, hiddenSize %d, layers %d"
                            .formatted(inputSize, hiddenSize, layers));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("expected a dropout in [0, 1) but got " + dropout);
        }
    }

    /// One layer without dropout.
    public static RecurrentOptions of(int inputSize, int hiddenSize) {
        return new RecurrentOptions(inputSize, hiddenSize, 1, 0, false);
    }

    /// With this many layers.
    public RecurrentOptions withLayers(int layers) {
        return new RecurrentOptions(inputSize, hiddenSize, layers, dropout, recomputation);
    }

    /// With dropout between layers; not after the last one, as in PyTorch.
    public RecurrentOptions withDropout(double dropout) {
        return new RecurrentOptions(inputSize, hiddenSize, layers, dropout, recomputation);
    }

    /// For long sequences: training keeps little and computes the rest again; see
    /// [RecurrentLayer#recomputing].
    public RecurrentOptions withRecomputation() {
        return new RecurrentOptions(inputSize, hiddenSize, layers, dropout, true);
    }
}
