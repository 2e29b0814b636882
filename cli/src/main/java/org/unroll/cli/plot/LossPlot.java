package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;

/// Loss over the iterations: every training loss faint, their running mean strong, and the
/// validation losses as dots.
///
/// @param title the heading
/// @param training the losses of training
/// @param validation the losses of validation; empty where there was none
public record LossPlot(String title, Curve training, Curve validation) implements Plot {
    private static final int LEFT = 76;
    private static final int RIGHT = 28;
    private static final int TOP = 64;
    private static final int BOTTOM = 60;
    private static final int MOST_POINTS = 1500;

    /// Points of a curve.
    ///
    /// @param iterations where, ascending
    /// @param losses how much
    public record Curve(List<Long> iterations, List<Double> losses) {
        /// Checks that both lists have the same length, and copies them.
        public Curve {
            if (iterations.size() != losses.size()) {
                throw new IllegalArgumentException(
                        "expected as many losses as iterations but got %d and %d"
                                .formatted(losses.size(), iterations.size()));
            }
            iterations = List.copyOf(iterations);
            losses = List.copyOf(losses);
        }

        /// A curve without points.
        public static Curve none() {
            return new Curve(List.of(), List.of());
        }

        int size() {
            return losses.size();
        }
    }

    @Override
    public int width() {
        return 960;
    }

    @Override
    public int height() {
        return 540;
    }

    @Override
    public void draw(PlotFormat format, OutputStream out) throws IOException {
        Canvas canvas = format.canvas(width(), height());
        Ticks across = Ticks.covering(0, lastIteration(), 8);
        Ticks up = lossTicks();
        axes(canvas, across, up);
        double[] xs = xs(training, across);
        double[] losses = doubles(training);
        double[] smooth = runningMean(losses, Math.max(1, losses.length / 40));
        boolean noisy = losses.length > 40;
        if (noisy) {
            curve(canvas, xs, ys(losses, up), Palette.TRAINING_FAINT, 1);
        }
        curve(canvas, xs, ys(noisy ? smooth : losses, up), Palette.TRAINING, 2.4);
        double[] validationXs = xs(validation, across);
        double[] validationYs = ys(doubles(validation), up);
        curve(canvas, validationXs, validationYs, Palette.VALIDATION, 2.4);
        for (int i = 0; i < validationXs.length; i++) {
            canvas.dot(validationXs[i], validationYs[i], 3, Palette.VALIDATION);
        }
        legend(canvas, noisy);
        canvas.write(out);
    }

    private void axes(Canvas canvas, Ticks across, Ticks up) {
        Canvas.Font small = Canvas.Font.plain(13, Palette.QUIET);
        for (int i = 0; i < up.count(); i++) {
            double y = y(up.value(i), up);
            canvas.line(LEFT, y, width() - RIGHT, y, Palette.GRID, 1);
            canvas.text(up.label(i), LEFT - 10, y + 4.5, Canvas.Anchor.END, small);
        }
        double bottom = height() - BOTTOM;
        for (int i = 0; i < across.count(); i++) {
            double x = x(across.value(i), across);
            canvas.line(x, bottom, x, bottom + 5, Palette.QUIET, 1);
            canvas.text(across.label(i), x, bottom + 21, Canvas.Anchor.MIDDLE, small);
        }
        canvas.line(LEFT, bottom, width() - RIGHT, bottom, Palette.QUIET, 1);
        canvas.text(title, LEFT, 36, Canvas.Anchor.START, Canvas.Font.bold(18, Palette.INK));
        double middle = (LEFT + width() - RIGHT) / 2.0;
        canvas.text("iteration", middle, height() - 16, Canvas.Anchor.MIDDLE, small);
        canvas.textUpwards("loss", 22, (TOP + bottom) / 2, small);
    }

    private void legend(Canvas canvas, boolean noisy) {
        // Beside the title, where no curve can be.
        double x = width() - RIGHT;
        double y = validation.size() > 0 ? 20 : 31;
        String name = noisy ? "training (running mean)" : "training";
        legendLine(canvas, name, Palette.TRAINING, x, y);
        if (validation.size() > 0) {
            legendLine(canvas, "validation", Palette.VALIDATION, x, y + 21);
        }
    }

    private static void legendLine(Canvas canvas, String name, String colour, double x, double y) {
        canvas.line(x - 26, y, x, y, colour, 3);
        Canvas.Font font = Canvas.Font.plain(13, Palette.INK);
        canvas.text(name, x - 34, y + 4.5, Canvas.Anchor.END, font);
    }

    private static void curve(
            Canvas canvas, double[] xs, double[] ys, String colour, double width) {
        if (xs.length < 2) {
            return;
        }
        int stride = (xs.length + MOST_POINTS - 1) / MOST_POINTS;
        int points = (xs.length + stride - 1) / stride;
        double[] someXs = new double[points];
        double[] someYs = new double[points];
        for (int i = 0; i < points; i++) {
            someXs[i] = xs[i * stride];
            someYs[i] = ys[i * stride];
        }
        canvas.polyline(someXs, someYs, colour, width);
    }

    /// The axis begins at zero unless that would leave most of the plot empty.
    private Ticks lossTicks() {
        double[] all =
                java.util.stream.DoubleStream.concat(
                                Arrays.stream(doubles(training)),
                                Arrays.stream(doubles(validation)))
                        .filter(Double::isFinite)
                        .toArray();
        double low = Arrays.stream(all).min().orElse(0);
        double high = Arrays.stream(all).max().orElse(1);
        return Ticks.covering(low > 0 && low < 0.6 * high ? 0 : low, high, 6);
    }

    private double lastIteration() {
        long last = 1;
        for (Curve curve : List.of(training, validation)) {
            if (curve.size() > 0) {
                last = Math.max(last, curve.iterations().getLast());
            }
        }
        return last;
    }

    private double x(double iteration, Ticks across) {
        return LEFT
                + (iteration - across.first())
                        / (across.last() - across.first())
                        * (width() - LEFT - RIGHT);
    }

    private double y(double loss, Ticks up) {
        double share = (loss - up.first()) / (up.last() - up.first());
        return height() - BOTTOM - share * (height() - TOP - BOTTOM);
    }

    private double[] xs(Curve curve, Ticks across) {
        return curve.iterations().stream().mapToDouble(i -> x(i, across)).toArray();
    }

    private double[] ys(double[] losses, Ticks up) {
        return Arrays.stream(losses).map(loss -> y(loss, up)).toArray();
    }

    private static double[] doubles(Curve curve) {
        return curve.losses().stream().mapToDouble(Double::doubleValue).toArray();
    }

    /// The mean over up to `reach` neighbours on each side.
    private static double[] runningMean(double[] values, int reach) {
        double[] before = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            before[i + 1] = before[i] + values[i];
        }
        double[] means = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int from = Math.max(0, i - reach);
            int to = Math.min(values.length, i + reach + 1);
            means[i] = (before[to] - before[from]) / (to - from);
        }
        return means;
    }
}
