package org.unroll.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.ClassificationReport;
import org.unroll.classify.ClassificationReport.Scores;
import org.unroll.classify.Evaluation;

/// What an evaluation gives: the report and the confusion matrix.
final class EvaluationResults {
    private EvaluationResults() {}

    /// For a terminal, or a file that is read in one.
    static String text(Evaluation evaluation) {
        int columns = Terminal.columns();
        StringBuilder text = new StringBuilder(evaluation.report().text(2, columns));
        for (String note : evaluation.report().notes()) {
            text.append("note: ").append(note).append('\n');
        }
        return text.append('\n').append(evaluation.confusion().text(columns)).toString();
    }

    static Map<String, Object> json(Evaluation evaluation) {
        ClassificationReport report = evaluation.report();
        Map<String, Object> classes = new LinkedHashMap<>();
        report.scores().forEach(scores -> classes.put(scores.name(), json(scores)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("accuracy", report.accuracy());
        json.put("macroAverage", json(report.macro()));
        json.put("weightedAverage", json(report.weighted()));
        json.put("classes", classes);
        Map<String, Object> confusion = new LinkedHashMap<>();
        confusion.put("labels", evaluation.confusion().classes());
        confusion.put("counts", List.copyOf(Arrays.asList(Plots.counts(evaluation.confusion()))));
        json.put("confusion", confusion);
        json.put("notes", report.notes());
        return json;
    }

    private static Map<String, Object> json(Scores scores) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("precision", scores.precision());
        json.put("recall", scores.recall());
        json.put("f1", scores.f1());
        json.put("support", scores.support());
        return json;
    }
}
