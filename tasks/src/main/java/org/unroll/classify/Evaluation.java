package org.unroll.classify;

import java.util.ArrayList;
import java.util.List;

/// How a classifier did on labelled texts.
///
/// @param report precision, recall and F1 per class and on average
/// @param confusion what was taken for what
public record Evaluation(ClassificationReport report, ConfusionMatrix confusion) {
    /// The evaluation of what a confusion matrix counted; a zero denominator gives 0 and a note.
    public static Evaluation of(ConfusionMatrix confusion) {
        return of(confusion, ZeroDivision.ZERO_WITH_NOTE);
    }

    /// The evaluation of what a confusion matrix counted.
    ///
    /// @param zeroDivision what a score with a zero denominator is
    public static Evaluation of(ConfusionMatrix confusion, ZeroDivision zeroDivision) {
        return new Evaluation(ClassificationReport.of(confusion, zeroDivision), confusion);
    }

    /// A copy whose report has one more note, before the others.
    Evaluation noting(String note) {
        List<String> notes = new ArrayList<>(List.of(note));
        notes.addAll(report.notes());
        return new Evaluation(
                new ClassificationReport(
                        report.scores(),
                        report.accuracy(),
                        report.macro(),
                        report.weighted(),
                        notes),
                confusion);
    }
}
