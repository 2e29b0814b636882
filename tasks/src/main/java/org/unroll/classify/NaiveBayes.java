package org.unroll.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Multinomial naive Bayes over all groups of one to three characters, with the text's begin and
/// end as characters, and every count raised by one (Laplace).
final class NaiveBayes {
    private static final int LONGEST = 3;

    private final int classes;
    private final Map<String, int[]> counts = new HashMap<>();
    private final double[] totals;
    private final double[] priors;

    NaiveBayes(List<String> texts, int[] labels, int classes) {
        this.classes = classes;
        this.totals = new double[classes];
        this.priors = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            priors[labels[i]]++;
            for (String group : groups(texts.get(i))) {
                counts.computeIfAbsent(group, _ -> new int[classes])[labels[i]]++;
                totals[labels[i]]++;
            }
        }
    }

    int classify(String text) {
        double[] scores = new double[classes];
        for (int c = 0; c < classes; c++) {
            scores[c] = Math.log(priors[c] + 1);
        }
        for (String group : groups(text)) {
            int[] found = counts.get(group);
            if (found == null) {
                continue; // seen in no class: says nothing
            }
            for (int c = 0; c < classes; c++) {
                scores[c] += Math.log((found[c] + 1) / (totals[c] + counts.size()));
            }
        }
        int best = 0;
        for (int c = 1; c < classes; c++) {
            best = scores[c] > scores[best] ? c : best;
        }
        return best;
    }

    private static List<String> groups(String text) {
        int[] points = ("\u0002" + text + "\u0003").codePoints().toArray();
        List<String> groups = new ArrayList<>();
        for (int length = 1; length <= LONGEST; length++) {
            for (int from = 0; from + length <= points.length; from++) {
                groups.add(new String(points, from, length));
            }
        }
        return groups;
    }
}
