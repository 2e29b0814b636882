package org.unroll.examples;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.unroll.model.CheckpointFiles;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.text.Generation;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.FitOptions;
import org.unroll.train.TrainingRun;

/// A training that is interrupted and goes on, and one that is not: they end with the same bits.
final class ResumeTraining {
    private ResumeTraining() {}

    static void run() {
        var source = TextSource.read(Path.of("data", "botanical-names.txt"));
        var options =
                TextOptions.standard()
                        .withNetwork(NetworkOptions.of(CellKind.LSTM).withHiddenSize(32))
                        .withFit(FitOptions.iterations(60).withCheckpointEvery(20))
                        .withSequenceLength(20);

        // Checkpoints go beside the model file, which is not there yet.
        var checkpoints = CheckpointFiles.beside(Path.of("resumed.safetensors"));
        var asked = new AtomicInteger();
        var first =
                TextTrainer.of(source, options)
                        .train(
                                TrainingRun.silent()
                                        .withCheckpoints(checkpoints)
                                        .withStop(() -> asked.incrementAndGet() > 30));
        IO.println("%s after %d iterations".formatted(first.stopReason(), first.iterations()));

        var trainer = TextTrainer.of(source, options);
        var second = trainer.train(TrainingRun.silent().withCheckpoints(checkpoints).resumed());
        IO.println("%s after %d iterations".formatted(second.stopReason(), second.iterations()));
        checkpoints.delete();

        var undisturbed = TextTrainer.of(source, options);
        undisturbed.train(TrainingRun.silent());
        var generation = Generation.characters(200);
        boolean same =
                trainer.model().write(generation).equals(undisturbed.model().write(generation));
        IO.println("same text as without the interruption: " + same);
    }
}
