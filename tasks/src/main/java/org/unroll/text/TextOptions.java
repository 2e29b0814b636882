package org.unroll.text;

import java.util.Objects;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.train.FitOptions;
import org.unroll.train.OptimizerKind;

/// How to make and train a text model.
///
/// @param network the network between embedding and output layer
/// @param fit how long and how carefully
/// @param optimizer the optimizer
/// @param learningRate its rate
/// @param batchSize sequences per update
/// @param sequenceLength characters per sequence: gradients go back no further
/// @param windows which sequences
/// @param validationShare share of the text, at its end, that is kept for validation; 0 = none
public record TextOptions(
        NetworkOptions network,
        FitOptions fit,
        OptimizerKind optimizer,
        double learningRate,
        int batchSize,
        int sequenceLength,
        Windows windows,
        double validationShare) {
    /// Which sequences of the text an update learns from.
    public enum Windows {
        /// Starts drawn at random, each with a state of zeros.
        RANDOM_CROPS,
        /// The text from front to back in `batchSize` streams, the state carried from one update to
        /// the next.
        CONTIGUOUS
    }

    /// Checks every number.
    public TextOptions {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(optimizer, "optimizer");
        Objects.requireNonNull(windows, "windows");
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException(
                    "expected a learning rate > 0 but got " + learningRate);
        }
        if (batchSize < 1 || sequenceLength < 1) {
            throw new IllegalArgumentException(
                    "expected batch size and sequence length of at least 1 but got %d and %d"
                            .formatted(batchSize, sequenceLength));
        }
        if (!(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "expected a validation share in [0, 1) but got " + validationShare);
        }
    }

    /// An LSTM of 128 with embeddings of 32, 1,000 iterations of 32 random crops of 64 characters,
    /// Adam at 0.002, gradients clipped to norm 5, no validation.
    public static TextOptions standard() {
        return new TextOptions(
                NetworkOptions.of(CellKind.LSTM),
                FitOptions.iterations(1000).withClipNorm(5),
                OptimizerKind.ADAM,
                0.002,
                32,
                64,
                Windows.RANDOM_CROPS,
                0);
    }

    /// A copy with another network.
    public TextOptions withNetwork(NetworkOptions network) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy with another length and care.
    public TextOptions withFit(FitOptions fit) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy with another optimizer.
    public TextOptions withOptimizer(OptimizerKind optimizer, double learningRate) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy with so many sequences per update.
    public TextOptions withBatchSize(int batchSize) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy with so many characters per sequence.
    public TextOptions withSequenceLength(int sequenceLength) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy with other sequences.
    public TextOptions withWindows(Windows windows) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }

    /// A copy that keeps this share of the text for validation.
    public TextOptions withValidationShare(double validationShare) {
        return new TextOptions(
                network,
                fit,
                optimizer,
                learningRate,
                batchSize,
                sequenceLength,
                windows,
                validationShare);
    }
}
