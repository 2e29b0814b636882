/// Sequence classification: [ClassifierTrainer][org.unroll.classify.ClassifierTrainer] makes a
/// [SequenceClassifier][org.unroll.classify.SequenceClassifier] from
/// [LabelledTexts][org.unroll.classify.LabelledTexts], with a
/// [ClassificationReport][org.unroll.classify.ClassificationReport] and two baselines to compare it
/// with.
package org.unroll.classify;
