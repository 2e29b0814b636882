package org.unroll.model;

import java.nio.file.Path;
import org.unroll.recurrent.CellKind;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.FitOptions;
import org.unroll.train.TrainingRun;

/// The process that is killed: trains a small text model with carried state, dropout, validation
/// and a checkpoint after every iteration.
final class KilledTraining {
    private KilledTraining() {}

    public static void main(String[] arguments) {
        Path model = Path.of(arguments[0]);
        TextOptions options =
                TextOptions.standard()
                        .withNetwork(
                                NetworkOptions.of(CellKind.LSTM)
                                        .withHiddenSize(8)
                                        .withEmbeddingSize(4)
                                        .withLayers(2)
                                        .withDropout(0.2))
                        .withWindows(TextOptions.Windows.CONTIGUOUS)
                        .withValidationShare(0.2)
                        .withBatchSize(3)
                        .withSequenceLength(8)
                        .withFit(
                                FitOptions.iterations(250)
                                        .withCheckpointEvery(1)
                                        .withValidateEvery(7)
                                        .withSeed(5));
        TextTrainer trainer =
                TextTrainer.of(TextSource.of("rhyme", "tick tock clock\n".repeat(40)), options);
        TrainingRun run = TrainingRun.silent().withCheckpoints(CheckpointFiles.beside(model));
        trainer.train(Boolean.parseBoolean(arguments[1]) ? run.resumed() : run);
        trainer.model().save(model);
    }
}
