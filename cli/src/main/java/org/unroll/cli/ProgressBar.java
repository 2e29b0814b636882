package org.unroll.cli;

import java.io.PrintStream;
import java.util.function.Supplier;
import org.unroll.train.Progress;

/// One line of a terminal that is drawn again and again: how far, which loss, how fast, how long
/// yet.
///
/// Its own few lines instead of a library's, which would bring native code.
final class ProgressBar {
    private static final int CELLS = 20;
    private static final long PAUSE = 100_000_000L;
    private static final String ERASE_LINE = "\r\u001B[K";

    private final PrintStream out;
    private final int columns;
    private long last;
    private boolean drawn;

    ProgressBar(PrintStream out) {
        this(out, Terminal.columns());
    }

    ProgressBar(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /// Draws a training's progress, at most ten times a second.
    void update(Progress progress) {
        update(() -> line(progress));
    }

    /// Draws something else, as often.
    void update(Supplier<String> line) {
        long now = System.nanoTime();
        if (drawn && now - last < PAUSE) {
            return;
        }
        last = now;
        drawn = true;
        out.print(ERASE_LINE + cut(line.get()));
        out.flush();
    }

    /// Leaves the line empty for something else.
    void clear() {
        if (drawn) {
            drawn = false;
            out.print(ERASE_LINE);
            out.flush();
        }
    }

    /// The last column stays empty: terminals wrap when it is written.
    private String cut(String line) {
        return line.length() < columns ? line : line.substring(0, columns - 1);
    }

    static String line(Progress progress) {
        double share = (double) progress.iteration() / Math.max(1, progress.iterations());
        int full = (int) Math.round(share * CELLS);
        StringBuilder line = new StringBuilder();
        line.append("█".repeat(full)).append("░".repeat(Math.max(0, CELLS - full)));
        line.append(' ').append((int) (100 * share)).append(" %  ");
        line.append(progress.iteration()).append('/').append(progress.iterations());
        line.append("  loss ").append(Numbers.fixed(progress.averageLoss(), 3));
        if (progress.iterationsPerSecond() > 0) {
            int decimals = progress.iterationsPerSecond() < 10 ? 1 : 0;
            line.append("  ").append(Numbers.fixed(progress.iterationsPerSecond(), decimals));
            line.append("/s");
        }
        progress.timeLeft()
                .ifPresent(left -> line.append("  ").append(Numbers.time(left)).append(" left"));
        return line.toString();
    }
}
