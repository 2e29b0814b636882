package org.unroll.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.unroll.train.FitOptions;
import picocli.CommandLine.Option;

/// The options that say what a training leaves behind and shows.
final class OutputFlags {
    @Option(
            names = "--out",
            paramLabel = "MODEL",
            description =
                    "The model file to write (default: the data file's name with the ending"
                            + " safetensors, in the current folder). Checkpoints go beside it.")
    @Nullable Path out;

    @Option(
            names = "--resume",
            description =
                    "Go on from the last checkpoint beside the model file, exactly as if the"
                            + " training had not stopped.")
    boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "N",
            description = "Iterations between two checkpoints (default: one every ten seconds).")
    @Nullable Long checkpointEvery;

    @Option(
            names = "--report-every",
            paramLabel = "N",
            description = "Iterations between two lines of progress (default ${DEFAULT-VALUE}).",
            defaultValue = "100")
    long reportEvery;

    @Option(
            names = "--json",
            description = "Write the results as JSON; progress stays on standard error.")
    boolean json;

    /// With the wanted checkpoints.
    FitOptions with(FitOptions fit) {
        Limits.atLeast("--report-every", reportEvery, 1);
        if (checkpointEvery == null) {
            return fit;
        }
        Limits.atLeast("--checkpoint-every", checkpointEvery, 0);
        return fit.withCheckpointEvery(checkpointEvery);
    }

    /// Where the model goes.
    ///
    /// @param data the file it learns from
    Path modelFile(Path data, Streams streams) {
        if (out != null) {
            return out;
        }
        Path given = data.getFileName();
        String name = given == null ? "model" : given.toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return streams.folder().resolve(stem + ".safetensors");
    }

    /// Says where the model goes if the user did not; once it is clear that there will be one.
    void sayWhere(Path model, TrainingView view) {
        if (out == null) {
            view.first("no --out given: the model will be " + model);
        }
    }
}
