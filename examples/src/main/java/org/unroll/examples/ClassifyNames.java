package org.unroll.examples;

import java.nio.file.Path;
import org.unroll.classify.ClassifierOptions;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.LabelledTexts;
import org.unroll.classify.SequenceClassifier;
import org.unroll.train.FitOptions;
import org.unroll.train.TrainingRun;

/// From a table to a classifier, with its report, and to a model file and back.
final class ClassifyNames {
    private ClassifyNames() {}

    static void run() {
        var data = LabelledTexts.read(Path.of("data", "pets.csv"), "имя", "класс", ',');
        var options =
                ClassifierOptions.standard()
                        .withFit(FitOptions.epochs(12).withClipNorm(5).withPatience(4));
        var trainer = ClassifierTrainer.of(data, options);
        IO.println(trainer.cleaning().text());

        var outcome = trainer.train(TrainingRun.silent());
        outcome.test().ifPresent(test -> IO.println(test.report()));
        trainer.model().save(Path.of("pets.safetensors"));

        var model = SequenceClassifier.load(Path.of("pets.safetensors"));
        IO.println("Мурка: " + model.classify("Мурка").label());
    }
}
