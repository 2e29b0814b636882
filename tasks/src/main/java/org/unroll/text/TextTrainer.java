package org.unroll.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.data.InputException;
import org.unroll.data.TokenWindow;
import org.unroll.data.Vocabulary;
import org.unroll.internal.network.OptionTexts;
import org.unroll.model.Provenance;
import org.unroll.train.StopReason;
import org.unroll.train.Trainer;
import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;

/// Makes a text model and trains it.
public final class TextTrainer {
    private final TextOptions options;
    private final int[] training;
    private final int[] validation;
    private TextModel model;

    private TextTrainer(TextOptions options, int[] training, int[] validation, TextModel model) {
        this.options = options;
        this.training = training;
        this.validation = validation;
        this.model = model;
    }

    /// A trainer with a fresh model whose vocabulary is the text's characters.
    ///
    /// @throws InputException if the text is shorter than the sequences to learn from
    public static TextTrainer of(TextSource source, TextOptions options) {
        Vocabulary vocabulary = Vocabulary.ofCharacters(List.of(source.text()));
        int[] tokens = vocabulary.encode(source.text());
        int held = (int) Math.round(options.validationShare() * tokens.length);
        if (options.validationShare() > 0 && held <= options.sequenceLength()) {
            throw new InputException(
                    "the validation part has %d character%s: a sequence length of %d needs at least %d; keep a larger share, or shorten the sequences"
                            .formatted(
                                    held,
                                    held == 1 ? "" : "s",
                                    options.sequenceLength(),
                                    options.sequenceLength() + 1));
        }
        int[] training = Arrays.copyOf(tokens, tokens.length - held);
        TextBatches.of(training, options); // refuses a text that is too short
        Provenance provenance = Provenance.of(source.data(), options.fit().seed());
        return new TextTrainer(
                options,
                training,
                Arrays.copyOfRange(tokens, training.length, tokens.length),
                TextModel.untrained(vocabulary, options, provenance));
    }

    /// The model; a listener may let it write samples between iterations.
    public TextModel model() {
        return model;
    }

    /// Trains the model. Afterwards it holds the best parameters if there was a validation, else
    /// the last.
    ///
    /// @throws InputException if the run is to be resumed and there is no checkpoint, or one of
    ///   another training
    /// @throws org.unroll.train.NonFiniteException if loss or gradients stop being finite numbers
    public TrainingReport train(TrainingRun run) {
        TextNetwork network = model.network();
        Trainer<TokenWindow> trainer =
                Trainer.of(
                                new TextLearner(network),
                                TextBatches.of(training, options),
                                options.optimizer()
                                        .create(network.parameters(), options.learningRate()),
                                options.fit())
                        .withIdentity(
                                OptionTexts.identity(
                                        TextSettings.of(options),
                                        model.provenance().data().sha256()));
        if (validation.length > 0) {
            trainer =
                    trainer.withValidation(
                            new TextValidation(network, validation, options.sequenceLength()));
        }
        TrainingReport report = trainer.run(run);
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", report.averageLoss());
        if (report.stopReason() != StopReason.REQUESTED) { // else the weights are not the best ones
            report.bestValidationLoss().ifPresent(loss -> metrics.put("validation loss", loss));
        }
        model = model.with(model.provenance().trained(report, metrics));
        return report;
    }
}
