package org.unroll.train;

import java.time.Duration;
import java.util.Optional;

/// How fast a run goes. Only ever shown, never part of what is learned.
final class Speed {
    private static final double NANOS = 1e9;

    private final long start = System.nanoTime();
    private final long first;
    private double smoothed;
    private long marked = start;
    private long markedIteration;

    Speed(long first) {
        this.first = first;
        this.markedIteration = first;
    }

    /// Iterations per second, smoothed over some seconds, so that a slow start (cold code) is
    /// forgotten; 0 before the first mark.
    double perSecond(long iteration) {
        long now = System.nanoTime();
        if (now - marked >= NANOS / 2 || smoothed == 0) {
            double current = (iteration - markedIteration) / Math.max(1e-9, (now - marked) / NANOS);
            smoothed = smoothed == 0 ? current : 0.7 * smoothed + 0.3 * current;
            marked = now;
            markedIteration = iteration;
        }
        return smoothed;
    }

    Optional<Duration> left(long iteration, long iterations) {
        return iteration == first || smoothed == 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofMillis((long) (1000 * (iterations - iteration) / smoothed)));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
