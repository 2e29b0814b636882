package org.unroll.classify;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.unroll.data.InputException;
import org.unroll.data.Vocabulary;
import org.unroll.data.VocabularyOptions;
import org.unroll.internal.network.OptionTexts;
import org.unroll.model.Provenance;
import org.unroll.tensor.Rng;
import org.unroll.train.StopReason;
import org.unroll.train.Trainer;
import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;

/// Makes a classifier and trains it: cleans the data, splits it, learns the vocabulary from the
/// training part, trains.
public final class ClassifierTrainer {
    private final ClassifierOptions options;
    private final Cleaning cleaning;
    private final Parts parts;
    private SequenceClassifier model;

    private ClassifierTrainer(
            ClassifierOptions options, Cleaning cleaning, Parts parts, SequenceClassifier model) {
        this.options = options;
        this.cleaning = cleaning;
        this.parts = parts;
        this.model = model;
    }

    /// A trainer with a fresh model.
    ///
    /// @throws InputException if there is only one class or too little data to split
    public static ClassifierTrainer of(LabelledTexts data, ClassifierOptions options) {
        Cleaning cleaning = Cleaning.of(data, options.lowerCase());
        Parts parts = Parts.of(cleaning, options);
        Vocabulary vocabulary =
                Vocabulary.of(
                        VocabularyOptions.characters().withPadding().withUnknown(),
                        parts.train().texts());
        SequenceClassifier model =
                SequenceClassifier.untrained(
                        vocabulary,
                        parts.classes(),
                        options,
                        data.columns(),
                        Provenance.of(data.data(), options.fit().seed()));
        return new ClassifierTrainer(options, cleaning, parts, model);
    }

    /// What was dropped from the data and why.
    public Cleaning cleaning() {
        return cleaning;
    }

    /// The texts it learns from.
    public LabelledTexts trainPart() {
        return parts.train();
    }

    /// The texts early stopping goes by.
    public LabelledTexts validationPart() {
        return parts.validation();
    }

    /// The texts of the test report.
    public LabelledTexts testPart() {
        return parts.test();
    }

    /// The model.
    public SequenceClassifier model() {
        return model;
    }

    /// Trains the model. Afterwards it holds the best parameters if there was a validation, else
    /// the last.
    ///
    /// @throws InputException if the run is to be resumed and there is no checkpoint, or one of
    ///   another training
    /// @throws org.unroll.train.NonFiniteException if loss or gradients stop being finite numbers
    public ClassifierOutcome train(TrainingRun run) {
        TrainingReport training = trainer().run(run);
        Evaluation train = model.evaluate(parts.train());
        boolean tested = parts.test().size() > 0;
        Optional<Evaluation> test =
                tested ? Optional.of(model.evaluate(parts.test())) : Optional.empty();
        model = model.with(model.provenance().trained(training, metrics(training, test)));
        return new ClassifierOutcome(
                training,
                train,
                test,
                test.map(_ -> Baselines.majority(parts.train(), parts.test(), parts.classes())),
                test.map(_ -> Baselines.ngrams(parts.train(), parts.test(), parts.classes())));
    }

    private Trainer<EncodedTexts.Batch> trainer() {
        ClassifierNetwork network = model.network();
        Rng rng = Rng.seeded(options.fit().seed()).fork("batches");
        EncodedTexts texts = EncodedTexts.of(parts.train(), model.vocabulary(), parts.classes());
        Trainer<EncodedTexts.Batch> trainer =
                Trainer.of(
                                new ClassifierLearner(network),
                                new ClassifierBatches(texts, options.batchSize(), rng),
                                options.optimizer()
                                        .create(network.parameters(), options.learningRate()),
                                options.fit())
                        .withIdentity(
                                OptionTexts.identity(
                                        ClassifierSettings.of(options, model.columns()),
                                        model.provenance().data().sha256()));
        if (parts.validation().size() == 0) {
            return trainer;
        }
        EncodedTexts held =
                EncodedTexts.of(parts.validation(), model.vocabulary(), parts.classes());
        return trainer.withValidation(new ClassifierValidation(network, held));
    }

    private static Map<String, Double> metrics(TrainingReport training, Optional<Evaluation> test) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", training.averageLoss());
        if (training.stopReason()
                != StopReason.REQUESTED) { // else the weights are not the best ones
            training.bestValidationLoss().ifPresent(loss -> metrics.put("validation loss", loss));
        }
        test.ifPresent(evaluation -> {
            metrics.put("test accuracy", evaluation.report().accuracy());
            metrics.put("test macro F1", evaluation.report().macro().f1());
        });
        return metrics;
    }
}
