package org.unroll.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.PrimitiveIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.data.InputException;
import org.unroll.model.CheckpointFiles;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.train.FitOptions;
import org.unroll.train.NonFiniteException;
import org.unroll.train.OptimizerKind;
import org.unroll.train.Progress;
import org.unroll.train.StopReason;
import org.unroll.train.TrainingListener;
import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;

class TextTrainerTest {
    private static final TextSource SOURCE = TextSource.of("rhyme", "tick tock clock\n".repeat(40));

    private static TextOptions options() {
        return TextOptions.standard()
                .withNetwork(
                        NetworkOptions.of(CellKind.LSTM).withHiddenSize(24).withEmbeddingSize(8))
                .withFit(FitOptions.iterations(120).withClipNorm(5).withSeed(1))
                .withOptimizer(OptimizerKind.ADAM, 0.02)
                .withBatchSize(4)
                .withSequenceLength(16);
    }

    private static TextModel trained(TextOptions options) {
        TextTrainer trainer = TextTrainer.of(SOURCE, options);
        trainer.train(TrainingRun.silent());
        return trainer.model();
    }

    @ParameterizedTest
    @CsvSource({
        "RANDOM_CROPS, lstm, 1",
        "CONTIGUOUS, lstm, 1",
        "CONTIGUOUS, gru, 2",
        "RANDOM_CROPS, rnn, 2"
    })
    void learnsARhyme(TextOptions.Windows windows, String cell, int layers) {
        TextOptions options = options();
        TextModel model =
                trained(
                        options.withWindows(windows)
                                .withNetwork(
                                        options.network()
                                                .withCell(CellKind.named(cell))
                                                .withLayers(layers)));
        assertThat(model.write(Generation.lines(2).withSampler(Sampler.greedy())))
                .isEqualTo("tick tock clock\ntick tock clock\n");
        assertThat(model.provenance().metrics().get("loss")).isLessThan(0.5);
        assertThat(model.provenance().iterations()).isEqualTo(120);
    }

    @Test
    void aShareOfTheTextIsHeldForValidation() {
        TextTrainer trainer =
                TextTrainer.of(
                        SOURCE,
                        options()
                                .withValidationShare(0.1)
                                .withFit(options().fit().withIterations(60).withValidateEvery(20)));
        TrainingReport report = trainer.train(TrainingRun.silent());
        assertThat(report.validationLosses()).hasSize(3);
        assertThat(report.validationLosses().getLast().loss())
                .isLessThan(report.validationLosses().getFirst().loss());
        assertThat(trainer.model().provenance().metrics()).containsKey("validation loss");
        assertThat(trainer.model().provenance().bestIteration()).isEqualTo(report.bestIteration());
        assertThat(trainer.model().provenance().asMap())
                .containsEntry("iterations", "60")
                .containsEntry("bestIteration", Long.toString(report.bestIteration()));
    }

    @Test
    void samplesBetweenIterationsDoNotDisturbTheTraining() {
        TextOptions options = options().withFit(options().fit().withIterations(30));
        TextTrainer trainer = TextTrainer.of(SOURCE, options);
        trainer.train(
                TrainingRun.silent()
                        .withListener(
                                new TrainingListener() {
                                    @Override
                                    public void iteration(Progress progress) {
                                        trainer.model().write(Generation.characters(5));
                                    }
                                }));
        trained(options)
                .network()
                .parameters()
                .asMap()
                .forEach((name, tensor) ->
                        assertThat(trainer.model().network().parameters().get(name).toFloats())
                                .as(name)
                                .isEqualTo(tensor.toFloats()));
    }

    @Test
    void stopsAfterLineEndsOrCharactersWhicheverComesFirst() {
        TextModel model = trained(options());
        Generation greedy = Generation.lines(1).withSampler(Sampler.greedy());
        assertThat(model.write(greedy)).isEqualTo("tick tock clock\n");
        assertThat(model.write(greedy.withLength(7))).isEqualTo("tick to");
        assertThat(model.write(greedy.withNewlines(0).withLength(20)))
                .isEqualTo("tick tock clock\ntick");
        assertThat(model.write(greedy.withPrefix("tick tock"))).isEqualTo(" clock\n");
        assertThat(model.write(greedy.withPrefix("tick tock clock\n")))
                .isEqualTo("tick tock clock\n");
    }

    @Test
    void theSeedDecidesWhatIsWritten() {
        TextModel model = TextTrainer.of(SOURCE, options()).model();
        Generation generation = Generation.characters(50).withSeed(7);
        assertThat(model.write(generation))
                .hasSize(50)
                .isEqualTo(model.write(generation))
                .isNotEqualTo(model.write(generation.withSeed(8)));
    }

    @Test
    void writesOnlyWhatIsAskedFor() {
        TextModel model = TextTrainer.of(SOURCE, options()).model();
        Generation endless = Generation.characters(Integer.MAX_VALUE);
        PrimitiveIterator.OfInt text = model.generate(endless).iterator();
        for (int i = 0; i < 5; i++) {
            assertThat(model.vocabulary().contains(Character.toString(text.nextInt()))).isTrue();
        }
    }

    @Test
    void anUnknownCharacterInThePrefixIsNamed() {
        TextModel model = TextTrainer.of(SOURCE, options()).model();
        assertThatThrownBy(() -> model.generate(Generation.lines(1).withPrefix("toё")))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the model does not know \"ё\" (U+0451) of the prefix; it knows only"
                                + " ciklot")
                .hasNoCause();
    }

    @Test
    void textsThatAreTooShortAreRefused() {
        TextSource tiny = TextSource.of("tiny", "short\n");
        assertThatThrownBy(() -> TextTrainer.of(tiny, options()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("too short for a sequence length of 16");
        assertThatThrownBy(() -> TextTrainer.of(SOURCE, options().withValidationShare(0.01)))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the validation part has 6 characters: a sequence length of 16 needs at"
                                + " least 17; keep a larger share, or shorten the sequences");
    }

    @Test
    void aNumberThatIsNotFiniteIsTracedToItsLayerAndStep() {
        TextTrainer trainer =
                TextTrainer.of(
                        SOURCE,
                        options()
                                .withNetwork(options().network().withCell(CellKind.RNN_RELU))
                                .withFit(FitOptions.iterations(200).withSeed(1))
                                .withOptimizer(OptimizerKind.SGD, 1e30));
        assertThatThrownBy(() -> trainer.train(TrainingRun.silent()))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageMatching(
                        "iteration \\d+: the (loss is .*|gradients' norm is not finite): .*(layer"
                                + " 0|linear|loss|embedding).*");
        trainer.model()
                .network()
                .parameters()
                .tensors()
                .forEach(tensor -> assertThat(tensor.isFinite()).isTrue());
    }

    @Test
    void aResumedTrainingMayLowerItsRateAndClip(@TempDir Path folder) {
        TrainingRun run =
                TrainingRun.silent()
                        .withCheckpoints(CheckpointFiles.beside(folder.resolve("m.safetensors")));
        TextOptions options = options().withFit(FitOptions.iterations(5).withSeed(1));
        TextTrainer.of(SOURCE, options).train(run);
        TextOptions gentler =
                options.withOptimizer(OptimizerKind.ADAM, 0.001)
                        .withFit(options.fit().withIterations(8).withClipNorm(1).withClipValue(1));
        assertThat(TextTrainer.of(SOURCE, gentler).train(run.resumed()).iterations()).isEqualTo(8);
        assertThat(TextTrainer.of(SOURCE, gentler).train(run.resumed()).stopReason())
                .isEqualTo(StopReason.ALREADY_DONE);
    }

    @Test
    void tensorsHavePyTorchsNames() {
        assertThat(TextTrainer.of(SOURCE, options()).model().network().parameters().names())
                .containsExactlyElementsOf(
                        List.of(
                                "embedding.weight",
                                "lstm.weight_ih_l0",
                                "lstm.weight_hh_l0",
                                "lstm.bias_ih_l0",
                                "lstm.bias_hh_l0",
                                "linear.weight",
                                "linear.bias"));
    }
}
