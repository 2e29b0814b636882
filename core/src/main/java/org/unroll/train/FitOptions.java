package org.unroll.train;

import java.time.Duration;
import java.util.Objects;

/// How long and how carefully to train.
///
/// @param epochs passes over the data, or 0 if `iterations` says how long
/// @param iterations updates, or 0 if `epochs` says how long
/// @param clipNorm gradients longer than this are scaled down to it; 0 = never
/// @param clipValue every number of the gradients is limited to ± this; 0 = never
/// @param validateEvery iterations between validations, or 0 for one at the end of every epoch
/// @param patience validations without improvement before stopping early; 0 = never stop early
/// @param checkpointEvery iterations between checkpoints, or 0 for `checkpointInterval` alone
/// @param checkpointInterval time between checkpoints (in addition); zero = none by time
/// @param seed everything random in the training comes from it
public record FitOptions(
        int epochs,
        long iterations,
        double clipNorm,
        double clipValue,
        long validateEvery,
        int patience,
        long checkpointEvery,
        Duration checkpointInterval,
        long seed) {
    /// Checks every number.
    public FitOptions {
        Objects.requireNonNull(checkpointInterval, "checkpointInterval");
        if (epochs < 0 || iterations < 0 || (epochs == 0) == (iterations == 0)) {
            throw new IllegalArgumentException(
                    "expected epochs or iterations of at least 1, one of the two, but got epochs %d, iterations %d"
                            .formatted(epochs, iterations));
        }
        notNegative("clipNorm", clipNorm);
        notNegative("clipValue", clipValue);
        notNegative("validateEvery", validateEvery);
        notNegative("patience", patience);
        notNegative("checkpointEvery", checkpointEvery);
        if (checkpointInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "expected checkpointInterval >= 0 but got " + checkpointInterval);
        }
    }

    /// So many passes over the data, with a checkpoint every ten seconds, seed 42, no clipping, no
    /// early stopping.
    public static FitOptions epochs(int epochs) {
        return new FitOptions(epochs, 0, 0, 0, 0, 0, 0, Duration.ofSeconds(10), 42);
    }

    /// So many updates, with a checkpoint every ten seconds, seed 42, no clipping, no early
    /// stopping.
    public static FitOptions iterations(long iterations) {
        return new FitOptions(0, iterations, 0, 0, 0, 0, 0, Duration.ofSeconds(10), 42);
    }

    /// A copy that runs for so many passes over the data.
    public FitOptions withEpochs(int epochs) {
        return new FitOptions(
                epochs,
                0,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy that runs for so many updates.
    public FitOptions withIterations(long iterations) {
        return new FitOptions(
                0,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy with gradients clipped to this norm; 0 = never.
    public FitOptions withClipNorm(double clipNorm) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy with gradients clipped to ± this value; 0 = never.
    public FitOptions withClipValue(double clipValue) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy that validates every so many iterations; 0 = at the end of every epoch.
    public FitOptions withValidateEvery(long validateEvery) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy that stops after so many validations without improvement; 0 = never.
    public FitOptions withPatience(int patience) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy that keeps a checkpoint every so many iterations, and none by time.
    public FitOptions withCheckpointEvery(long checkpointEvery) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                Duration.ZERO,
                seed);
    }

    /// A copy that keeps a checkpoint whenever so much time has passed.
    public FitOptions withCheckpointInterval(Duration checkpointInterval) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    /// A copy with another seed.
    public FitOptions withSeed(long seed) {
        return new FitOptions(
                epochs,
                iterations,
                clipNorm,
                clipValue,
                validateEvery,
                patience,
                checkpointEvery,
                checkpointInterval,
                seed);
    }

    static void notNegative(String name, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "expected %s >= 0 but got %s".formatted(name, value));
        }
    }
}
