package org.unroll.train;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.stream.Collectors;

/// The mean of the last fifty losses.
final class RecentMean {
    private static final int MOST = 50;

    private final Deque<Double> recent = new ArrayDeque<>(MOST);

    void add(double loss) {
        if (recent.size() == MOST) {
            recent.removeFirst();
        }
        recent.addLast(loss);
    }

    /// NaN before the first loss. Summed anew each time: a running sum would depend on where a run
    /// was interrupted.
    double value() {
        return recent.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    String text() {
        return recent.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    static RecentMean restored(String text) {
        RecentMean mean = new RecentMean();
        Arrays.stream(text.split(" "))
                .filter(part -> !part.isEmpty())
                .map(Double::valueOf)
                .forEach(mean::add);
        return mean;
    }
}
