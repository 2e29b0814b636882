package org.unroll.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unroll.train.Progress;
import org.unroll.train.StopReason;
import org.unroll.train.TrainingListener;
import org.unroll.train.TrainingReport;
import org.unroll.train.Validated;

/// Shows a training on standard error: a bar where somebody watches, and lines in any case.
final class TrainingView implements TrainingListener {
    private final Streams streams;
    private final long every;
    private final @Nullable Supplier<String> sample;
    private final @Nullable ProgressBar bar;
    private final List<String> before = new ArrayList<>();
    private long first = 1;

    /// @param every iterations between two lines
    /// @param sample writes something with the model as it is; shown with each line
    TrainingView(Streams streams, long every, @Nullable Supplier<String> sample) {
        this.streams = streams;
        this.every = every;
        this.sample = sample;
        this.bar = streams.errIsTerminal() ? new ProgressBar(streams.err()) : null;
    }

    /// Keeps a line to show when the training begins: if it cannot begin, the error stands alone.
    void first(String line) {
        before.add(line);
    }

    @Override
    public void started(long first, long iterations) {
        this.first = first;
        before.forEach(this::line);
        if (first > 1) {
            line("going on at iteration " + first + " of " + iterations);
        }
    }

    @Override
    public void iteration(Progress progress) {
        if (bar != null) {
            bar.update(progress);
        }
        long iteration = progress.iteration();
        boolean due = iteration % every == 0 || iteration == progress.iterations();
        if (due || iteration == first) {
            line("iteration " + iteration + " loss " + Numbers.fixed(progress.averageLoss(), 3));
        }
        if (due && sample != null) {
            sample.get().lines().forEach(line -> line("    " + line));
        }
    }

    @Override
    public void validated(Progress progress, Validated validated, boolean best) {
        StringBuilder text = new StringBuilder();
        text.append("epoch ").append(progress.epoch());
        text.append(" validation loss ").append(Numbers.fixed(validated.loss(), 3));
        for (Map.Entry<String, Double> metric : validated.metrics().entrySet()) {
            text.append(' ').append(metric.getKey());
            text.append(' ').append(Numbers.fixed(metric.getValue(), 3));
        }
        line(text + (best ? " (best)" : ""));
    }

    @Override
    public void finished(TrainingReport report) {
        if (bar != null) {
            bar.clear();
        }
        if (report.stopReason() == StopReason.NO_IMPROVEMENT) {
            line(
                    "stopped at iteration "
                            + report.iterations()
                            + ": the validation loss was best at iteration "
                            + report.bestIteration());
        } else if (report.stopReason() == StopReason.ALREADY_DONE) {
            line("already at iteration " + report.iterations() + ": nothing left to do");
        }
    }

    private void line(String text) {
        if (bar != null) {
            bar.clear();
        }
        streams.note(text);
    }
}
