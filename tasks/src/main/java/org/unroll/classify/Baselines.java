package org.unroll.classify;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Two classifiers that need no network: whoever is not better than they are has learned nothing.
final class Baselines {
    private Baselines() {}

    /// Always guesses the class that the training texts have most of.
    static Evaluation majority(LabelledTexts train, LabelledTexts test, List<String> classes) {
        int[] counts = new int[classes.size()];
        Arrays.stream(train.labelIndices(classes)).forEach(label -> counts[label]++);
        int most =
                IntStream.range(0, counts.length)
                        .reduce((a, b) -> counts[b] > counts[a] ? b : a)
                        .orElseThrow();
        int[] predicted = new int[test.size()];
        Arrays.fill(predicted, most);
        return Evaluation.of(ConfusionMatrix.of(classes, test.labelIndices(classes), predicted));
    }

    /// Naive Bayes over groups of one to three characters.
    static Evaluation ngrams(LabelledTexts train, LabelledTexts test, List<String> classes) {
        NaiveBayes bayes =
                new NaiveBayes(train.texts(), train.labelIndices(classes), classes.size());
        int[] predicted = test.texts().stream().mapToInt(bayes::classify).toArray();
        return Evaluation.of(ConfusionMatrix.of(classes, test.labelIndices(classes), predicted));
    }
}
