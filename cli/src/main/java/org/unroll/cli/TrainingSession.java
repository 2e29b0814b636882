package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.model.CheckpointFiles;
import org.unroll.train.StopReason;
import org.unroll.train.TrainingListener;
import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;
import picocli.CommandLine.Model.CommandSpec;

/// What surrounds a training of the command line: checkpoints beside the model, and Ctrl-C that
/// saves. Nobody else trains the same model meanwhile.
final class TrainingSession implements AutoCloseable {
    /// What shells show for a program that Ctrl-C ended.
    static final int INTERRUPTED = 130;

    private final ModelLock lock;
    private final Interruption interruption;
    private final TrainingRun run;

    /// @throws Failure if another training is writing the model
    TrainingSession(Path model, boolean resume, TrainingListener listener) {
        lock = ModelLock.of(model);
        interruption = Interruption.watch();
        TrainingRun fresh =
                TrainingRun.silent()
                        .withListener(listener)
                        .withCheckpoints(CheckpointFiles.beside(model))
                        .withStop(interruption::asked);
        run = resume ? fresh.resumed() : fresh;
    }

    TrainingRun run() {
        return run;
    }

    boolean stopped(TrainingReport report) {
        return report.stopReason() == StopReason.REQUESTED;
    }

    /// Says in one line how to go on, and returns the exit code.
    int sayHowToResume(
            TrainingReport report, String name, @Nullable CommandSpec spec, Streams streams) {
        List<String> words = new ArrayList<>(Launcher.words());
        words.addAll(CommandTable.words(name));
        if (spec != null) {
            words.addAll(spec.commandLine().getParseResult().originalArgs());
        }
        if (!words.contains("--resume")) {
            words.add("--resume");
        }
        streams.note(
                "stopped after iteration "
                        + report.iterations()
                        + ", all is saved; go on with: "
                        + Arguments.quoted(words));
        return INTERRUPTED;
    }

    @Override
    public void close() {
        lock.close();
        interruption.close(); // last: the process may end with it
    }
}
