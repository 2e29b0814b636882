package org.unroll.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.unroll.classify.ClassifierOutcome;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.Cleaning;
import org.unroll.classify.Evaluation;

/// What `train classes` gives.
///
/// @param file the model file
/// @param trainer holds the data's parts and the model
/// @param outcome how training and evaluation went
/// @param plots the plots' files
record ClassResults(
        Path file, ClassifierTrainer trainer, ClassifierOutcome outcome, List<Path> plots) {
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("Training part\n\n").append(EvaluationResults.text(outcome.train()));
        outcome.test()
                .ifPresent(test ->
                        text.append("\nTest part\n\n").append(EvaluationResults.text(test)));
        baselines(text);
        text.append('\n');
        text.append(
                TrainingResults.text(
                        file, trainer.model().options().network(), outcome.training(), plots));
        return text.toString();
    }

    private void baselines(StringBuilder text) {
        Optional<Evaluation> test = outcome.test();
        if (test.isEmpty()) {
            return;
        }
        text.append("\nMacro F1 on the test part\n");
        baseline(text, "this network", test);
        baseline(text, "naive Bayes over groups of letters", outcome.ngrams());
        baseline(text, "always the most frequent class", outcome.majority());
    }

    private static void baseline(StringBuilder text, String name, Optional<Evaluation> evaluation) {
        evaluation.ifPresent(of ->
                text.append("  ")
                        .append(Numbers.fixed(of.report().macro().f1(), 3))
                        .append("  ")
                        .append(name)
                        .append('\n'));
    }

    Map<String, Object> json() {
        Map<String, Object> json = TrainingResults.json(file, outcome.training(), plots);
        Cleaning cleaning = trainer.cleaning();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("rows", cleaning.rows());
        data.put("empty", cleaning.empty());
        data.put("duplicates", cleaning.duplicates());
        data.put("contradictoryTexts", cleaning.contradictoryTexts());
        data.put("contradictoryRows", cleaning.contradictoryRows());
        data.put("train", trainer.trainPart().size());
        data.put("validation", trainer.validationPart().size());
        data.put("test", trainer.testPart().size());
        json.put("data", data);
        json.put("train", EvaluationResults.json(outcome.train()));
        outcome.test().ifPresent(test -> json.put("test", EvaluationResults.json(test)));
        outcome.majority().ifPresent(of -> json.put("majority", EvaluationResults.json(of)));
        outcome.ngrams().ifPresent(of -> json.put("ngrams", EvaluationResults.json(of)));
        return json;
    }
}
