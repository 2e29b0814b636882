package org.unroll.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unroll.train.FitOptions;
import org.unroll.train.OptimizerKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The options that say how the network learns.
final class TrainingFlags {
    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Updates in all; give this or --epochs.")
    @Nullable Long iterations;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the data; give this or --iterations.")
    @Nullable Integer epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            description = "Sequences per update, up to 1000000 (default ${DEFAULT-VALUE}).")
    int batchSize;

    @Option(
            names = "--optimizer",
            paramLabel = "NAME",
            completionCandidates = OptimizerNames.class,
            description =
                    "adam, adamw, rmsprop, sgd, adagrad or adadelta (default ${DEFAULT-VALUE}).")
    String optimizer = "";

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description =
                    "How far an update goes: the first thing to change when the loss does not fall"
                            + " (default ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(
            names = "--clip-norm",
            paramLabel = "NORM",
            description =
                    "Scale all gradients down to this norm when they exceed it; 0 = never (default"
                            + " ${DEFAULT-VALUE}).")
    double clipNorm;

    @Option(
            names = "--clip-value",
            paramLabel = "VALUE",
            description =
                    "Limit each number of the gradients to this; 0 = never (default"
                            + " ${DEFAULT-VALUE}).")
    double clipValue;

    @Option(
            names = "--validation-share",
            paramLabel = "SHARE",
            description =
                    "Share of the data that is watched, not learned; the best model on it is kept"
                            + " (default ${DEFAULT-VALUE}).")
    double validationShare;

    @Option(
            names = "--validate-every",
            paramLabel = "N",
            description =
                    "Iterations between validations; 0 = once an epoch (default ${DEFAULT-VALUE}).")
    long validateEvery;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description =
                    "Stop after so many validations without improvement; 0 = never (default"
                            + " ${DEFAULT-VALUE}).")
    int patience;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Same seed, same model, bit for bit, on any number of threads (default"
                            + " ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with, up to 1024 (default: one for each processor).")
    @Nullable Integer threads;

    /// Does the work with the wanted number of threads.
    <T> T withThreads(Supplier<T> work) {
        if (threads == null) {
            return work.get();
        }
        return Threads.with(threads, work);
    }

    OptimizerKind optimizer() {
        return OptimizerKind.named(optimizer);
    }

    /// How long and how carefully.
    ///
    /// @param standard says how long, if the user does not
    FitOptions fit(FitOptions standard) {
        check();
        if (iterations != null && epochs != null) {
            throw Failure.usage("expected --iterations or --epochs but got both");
        }
        FitOptions fit = standard;
        if (iterations != null) {
            fit = fit.withIterations(iterations);
        } else if (epochs != null) {
            fit = fit.withEpochs(epochs);
        }
        return fit.withClipNorm(clipNorm)
                .withClipValue(clipValue)
                .withValidateEvery(validateEvery)
                .withPatience(patience)
                .withSeed(seed);
    }

    /// Refuses what the user asked for to no effect.
    void checkTogether(@Nullable CommandSpec spec) {
        boolean validated = validationShare > 0;
        Limits.needs(spec, "--patience", validated || patience <= 0, "--validation-share");
        Limits.needs(
                spec, "--validate-every", validated || validateEvery <= 0, "--validation-share");
    }

    private void check() {
        if (iterations != null) {
            Limits.atLeast("--iterations", iterations, 1);
        }
        if (epochs != null) {
            Limits.atLeast("--epochs", epochs, 1);
        }
        if (threads != null) {
            Limits.whole("--threads", threads, 1, Limits.THREADS);
        }
        Limits.whole("--batch-size", batchSize, 1, Limits.BATCH);
        Limits.positive("--learning-rate", learningRate);
        Limits.notNegative("--clip-norm", clipNorm);
        Limits.notNegative("--clip-value", clipValue);
        Limits.share("--validation-share", validationShare);
        Limits.atLeast("--validate-every", validateEvery, 0);
        Limits.atLeast("--patience", patience, 0);
    }

    static void addDefaults(Map<String, String> defaults, FitOptions fit) {
        defaults.put("--clip-norm", Numbers.plain(fit.clipNorm()));
        defaults.put("--clip-value", Numbers.plain(fit.clipValue()));
        defaults.put("--validate-every", Long.toString(fit.validateEvery()));
        defaults.put("--patience", Integer.toString(fit.patience()));
        defaults.put("--seed", Long.toString(fit.seed()));
    }

    /// For shell completion.
    static final class OptimizerNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        OptimizerNames() {
            super(Arrays.stream(OptimizerKind.values()).map(OptimizerKind::optionName).toList());
        }
    }
}
