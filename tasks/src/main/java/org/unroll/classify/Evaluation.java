package org.unroll.classify;

/// How a classifier did on labelled texts.
///
/// @param report precision, recall and F1 per class and on average
/// @param confusion what was taken for what
public record Evaluation(ClassificationReport report, ConfusionMatrix confusion) {
    /// The evaluation of what a confusion matrix counted.
    public static Evaluation of(ConfusionMatrix confusion) {
        return new Evaluation(ClassificationReport.of(confusion), confusion);
    }
}
