package org.unroll.classify;

/// How a classifier did on labelled texts.
///
/// @param report precision, recall and F1 per class and on average
/// @param confusion what was taken for what
public record Evaluation(ClassificationReport report, ConfusionMatrix confusion) {}
