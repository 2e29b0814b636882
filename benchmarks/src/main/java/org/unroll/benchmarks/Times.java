package org.unroll.benchmarks;

import java.util.Arrays;

/// How long steps took.
final class Times {
    private final double[] sorted;

    Times(double[] millis) {
        sorted = millis.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    double median() {
        return sorted[sorted.length / 2];
    }

    double lowerQuartile() {
        return sorted[sorted.length / 4];
    }

    double upperQuartile() {
        return sorted[sorted.length * 3 / 4];
    }

    double least() {
        return sorted[0];
    }
}
