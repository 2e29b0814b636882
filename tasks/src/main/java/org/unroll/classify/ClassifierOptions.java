package org.unroll.classify;

import java.util.Objects;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.train.FitOptions;
import org.unroll.train.OptimizerKind;

/// How to make and train a classifier.
///
/// @param network the network between embedding and output layer; its dropout also applies before
///   the output layer
/// @param pooling what of the recurrent outputs is classified
/// @param fit how long and how carefully
/// @param optimizer the optimizer
/// @param learningRate its rate
/// @param batchSize texts per update
/// @param testShare share of the texts that is kept for the test report; 0 = none
/// @param validationShare share of the rest that early stopping and the best model go by; 0 = none
/// @param lowerCase whether texts are lower-cased first
public record ClassifierOptions(
        NetworkOptions network,
        Pooling pooling,
        FitOptions fit,
        OptimizerKind optimizer,
        double learningRate,
        int batchSize,
        double testShare,
        double validationShare,
        boolean lowerCase) {
    /// Checks every number.
    public ClassifierOptions {
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(pooling, "pooling");
        Objects.requireNonNull(fit, "fit");
        Objects.requireNonNull(optimizer, "optimizer");
        if (!(learningRate > 0)) {
            throw new IllegalArgumentException(
                    "expected a learning rate > 0 but got " + learningRate);
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "expected a batch size of at least 1 but got " + batchSize);
        }
        if (!(testShare >= 0 && testShare < 1) || !(validationShare >= 0 && validationShare < 1)) {
            throw new IllegalArgumentException(
                    "expected test share and validation share in [0, 1) but got %s and %s"
                            .formatted(testShare, validationShare));
        }
    }

    /// Good for short texts such as names: an LSTM of 64 with embeddings of 32, dropout 0.3, Adam
    /// at 0.001 on batches of 32 for at most 60 epochs, a fifth for the test, a tenth of the rest
    /// for early stopping after 15 epochs without improvement: such a part is small, and its loss
    /// goes up and down.
    public static ClassifierOptions standard() {
        return new ClassifierOptions(
                NetworkOptions.of(CellKind.LSTM).withHiddenSize(64).withDropout(0.3),
                Pooling.LAST_STATE,
                FitOptions.epochs(60).withClipNorm(5).withPatience(15),
                OptimizerKind.ADAM,
                0.001,
                32,
                0.2,
                0.1,
                true);
    }

    /// A copy with another network.
    public ClassifierOptions withNetwork(NetworkOptions network) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy with another pooling.
    public ClassifierOptions withPooling(Pooling pooling) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy with another length and care.
    public ClassifierOptions withFit(FitOptions fit) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy with another optimizer.
    public ClassifierOptions withOptimizer(OptimizerKind optimizer, double learningRate) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy with so many texts per update.
    public ClassifierOptions withBatchSize(int batchSize) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy with other shares for test and validation.
    public ClassifierOptions withShares(double testShare, double validationShare) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }

    /// A copy that lower-cases texts, or not.
    public ClassifierOptions withLowerCase(boolean lowerCase) {
        return new ClassifierOptions(
                network,
                pooling,
                fit,
                optimizer,
                learningRate,
                batchSize,
                testShare,
                validationShare,
                lowerCase);
    }
}
