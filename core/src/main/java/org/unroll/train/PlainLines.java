package org.unroll.train;

import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// Progress as lines of text, for logs and pipes.
final class PlainLines implements TrainingListener {
    private final long every;
    private final Consumer<String> out;

    PlainLines(long every, Consumer<String> out) {
        if (every < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 iteration between lines but got " + every);
        }
        this.every = every;
        this.out = out;
    }

    @Override
    public void iteration(Progress progress) {
        if (progress.iteration() % every == 0 || progress.iteration() == 1) {
            out.accept(
                    String.format(
                            Locale.ROOT,
                            "iteration %d loss %.3f",
                            progress.iteration(),
                            progress.averageLoss()));
        }
    }

    @Override
    public void validated(Progress progress, Validated validated, boolean best) {
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "epoch %d validation loss %.3f",
                                progress.epoch(),
                                validated.loss()));
        for (Map.Entry<String, Double> metric : validated.metrics().entrySet()) {
            line.append(String.format(Locale.ROOT, " %s %.3f", metric.getKey(), metric.getValue()));
        }
        out.accept(best ? line + " (best)" : line.toString());
    }

    @Override
    public void finished(TrainingReport report) {
        if (report.stopReason() == StopReason.NO_IMPROVEMENT) {
            out.accept(
                    "stopped early after iteration %d, best was iteration %d"
                            .formatted(report.iterations(), report.bestIteration()));
        } else if (report.stopReason() == StopReason.ALREADY_DONE) {
            out.accept("already at iteration %d".formatted(report.iterations()));
        }
    }
}
