package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A confusion matrix: rows are the true labels, columns the predicted ones; a cell's shade is its
/// share of the row.
///
/// @param title the heading
/// @param labels the names of the classes
/// @param counts rows of true labels, columns of predicted labels
public record ConfusionPlot(String title, List<String> labels, int[][] counts) implements Plot {
    private static final int TOP = 104;
    private static final int LONGEST_LABEL = 18;
    private static final double LETTER = 8.2;

    @Override
    public int width() {
        int titleWidth = (int) (title.length() * 11.5);
        return Math.max(left() + labels.size() * cell() + 40, titleWidth + 60);
    }

    @Override
    public int height() {
        return TOP + labels.size() * cell() + bottom();
    }

    @Override
    public void draw(PlotFormat format, OutputStream out) throws IOException {
        Canvas canvas = format.canvas(width(), height());
        canvas.text(title, 28, 38, Canvas.Anchor.START, Canvas.Font.bold(18, Palette.INK));
        Canvas.Font quiet = Canvas.Font.plain(13, Palette.QUIET);
        double side = labels.size() * cell();
        canvas.text("predicted", left() + side / 2, TOP - 16, Canvas.Anchor.MIDDLE, quiet);
        canvas.textUpwards("true", 28, TOP + side / 2, quiet);
        for (int row = 0; row < labels.size(); row++) {
            for (int column = 0; column < labels.size(); column++) {
                cell(canvas, row, column);
            }
            labels(canvas, row);
        }
        canvas.write(out);
    }

    private void cell(Canvas canvas, int row, int column) {
        int inRow = IntStream.of(counts[row]).sum();
        double share = inRow == 0 ? 0 : (double) counts[row][column] / inRow;
        double x = left() + column * cell();
        double y = TOP + row * cell();
        canvas.rectangle(x + 1, y + 1, cell() - 2, cell() - 2, Palette.shade(share));
        double middle = x + cell() / 2.0;
        String count = Integer.toString(counts[row][column]);
        String ink = Palette.inkOn(share);
        if (cell() >= 72) {
            Canvas.Font large = Canvas.Font.bold(20, ink);
            canvas.text(count, middle, y + cell() / 2.0 + 1, Canvas.Anchor.MIDDLE, large);
            String percent = String.format(Locale.ROOT, "%.0f %%", 100 * share);
            Canvas.Font small = Canvas.Font.plain(12, ink);
            canvas.text(percent, middle, y + cell() / 2.0 + 21, Canvas.Anchor.MIDDLE, small);
        } else if (cell() >= 28) {
            Canvas.Font small = Canvas.Font.plain(12, ink);
            canvas.text(count, middle, y + cell() / 2.0 + 4, Canvas.Anchor.MIDDLE, small);
        }
    }

    private void labels(Canvas canvas, int index) {
        String label = shortened(labels.get(index));
        double middle = index * cell() + cell() / 2.0;
        Canvas.Font font = Canvas.Font.plain(14, Palette.INK);
        canvas.text(label, left() - 12, TOP + middle + 5, Canvas.Anchor.END, font);
        double below = TOP + labels.size() * cell();
        if (upright()) {
            canvas.text(label, left() + middle, below + 22, Canvas.Anchor.MIDDLE, font);
        } else {
            double reach = longest() * LETTER / 2;
            canvas.textUpwards(label, left() + middle + 5, below + 12 + reach, font);
        }
    }

    private int cell() {
        int classes = Math.max(1, labels.size());
        return Math.clamp(640 / classes, 14, 130);
    }

    /// Whether the labels under the columns fit beside each other.
    private boolean upright() {
        return longest() * LETTER + 8 <= cell();
    }

    private int left() {
        return (int) (60 + longest() * LETTER);
    }

    private int bottom() {
        return upright() ? 46 : (int) (34 + longest() * LETTER);
    }

    private int longest() {
        return labels.stream().mapToInt(label -> shortened(label).length()).max().orElse(0);
    }

    private static String shortened(String label) {
        if (label.codePointCount(0, label.length()) <= LONGEST_LABEL) {
            return label;
        }
        return label.substring(0, label.offsetByCodePoints(0, LONGEST_LABEL - 1)) + "…";
    }
}
