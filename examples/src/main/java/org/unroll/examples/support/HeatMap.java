package org.unroll.examples.support;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.unroll.tensor.Tensor;

/// A table of shaded cells, such as gates over the characters of a name, or a confusion matrix.
///
/// XChart's own heat map wants every label but once; a name repeats its letters. So this one is
/// drawn by hand.
///
/// @param title stands above
/// @param columns labels below, which may repeat
/// @param rows labels at the left, the first at the top
/// @param values one array for each row, one value for each column
/// @param low the least value; nearly white, or, if it is below 0, deep orange
/// @param high the value that is drawn in deep blue
/// @param pattern how a value is written into its cell, as for [String#format]; empty for none
public record HeatMap(
        String title,
        List<String> columns,
        List<String> rows,
        double[][] values,
        double low,
        double high,
        String pattern)
        implements Picture {
    private static final int TOP = 50;
    private static final int MARGIN = 16;
    private static final int SCALE_WIDTH = 14;

    /// Of a matrix, its values written into the cells.
    ///
    /// @param matrix as many rows and columns as there are labels
    /// @param low the least value; nearly white, or, if it is below 0, deep orange
    /// @param high the value that is drawn in deep blue
    public static HeatMap of(
            String title,
            List<String> columns,
            List<String> rows,
            Tensor matrix,
            double low,
            double high) {
        double[][] values = new double[rows.size()][];
        for (int row = 0; row < values.length; row++) {
            values[row] = matrix.select(0, row).toDoubles();
        }
        return new HeatMap(title, columns, rows, values, low, high, "%.2f");
    }

    /// Of values between 0 and 1, such as gates; written into the cells if there is room.
    public static HeatMap ofShares(
            String title, List<String> columns, List<String> rows, double[][] values) {
        return new HeatMap(title, columns, rows, values, 0, 1, columns.size() > 16 ? "" : "%.2f");
    }

    /// Of counts, such as a confusion matrix with the true classes as rows.
    public static HeatMap ofCounts(
            String title, List<String> columns, List<String> rows, int[][] counts) {
        double[][] values = new double[counts.length][];
        double most = 1;
        for (int i = 0; i < counts.length; i++) {
            values[i] = IntStream.of(counts[i]).asDoubleStream().toArray();
            most = Math.max(most, IntStream.of(counts[i]).max().orElse(0));
        }
        return new HeatMap(title, columns, rows, values, 0, most, "%.0f");
    }

    @Override
    public BufferedImage image() {
        Font labels = ChartStyle.font(Font.PLAIN, 13);
        int left = Canvas.widest(rows, labels) + 2 * MARGIN;
        int cell = Math.clamp((ChartStyle.WIDTH - left) / Math.max(1, columns.size()), 16, 64);
        int tall = Math.clamp(300 / Math.max(1, rows.size()), 18, 40);
        int wide = cell * columns.size();
        int high = tall * rows.size();
        int right = wide + left + 3 * MARGIN + SCALE_WIDTH + 50;
        int width = Math.max(right, Canvas.width(title, ChartStyle.font(Font.BOLD, 16)) + 40);
        Canvas canvas = Canvas.of(width, TOP + high + 44);
        canvas.title(title, width);
        for (int row = 0; row < rows.size(); row++) {
            int y = TOP + row * tall;
            canvas.right(rows.get(row), labels, Colours.INK, left - 10, y + tall / 2);
            for (int column = 0; column < columns.size(); column++) {
                cell(canvas, row, column, left + column * cell, y, cell, tall);
            }
        }
        for (int column = 0; column < columns.size(); column++) {
            int x = left + column * cell + cell / 2;
            canvas.centred(columns.get(column), labels, Colours.INK, x, TOP + high + 16);
        }
        scale(canvas, left + wide + 2 * MARGIN, high);
        return canvas.done();
    }

    private void cell(Canvas canvas, int row, int column, int x, int y, int wide, int tall) {
        double value = values[row][column];
        double share = share(value);
        canvas.fill(colour(share), x, y, wide - 1, tall - 1);
        if (!pattern.isEmpty()) {
            String text = String.format(Locale.ROOT, pattern, value);
            Font font = ChartStyle.font(Font.PLAIN, 11);
            canvas.centred(text, font, Colours.inkOn(share), x + wide / 2, y + tall / 2);
        }
    }

    /// From 0 to 1, or from -1 to 1 if values may be on both sides of zero.
    private double share(double value) {
        return low < 0 ? value / Math.max(-low, high) : (value - low) / (high - low);
    }

    private Color colour(double share) {
        return low < 0 ? Colours.signed(share) : Colours.shade(share);
    }

    private void scale(Canvas canvas, int x, int tall) {
        Graphics2D graphics = canvas.graphics();
        for (int i = 0; i < tall; i++) {
            graphics.setColor(colour(share(high - (high - low) * i / tall)));
            graphics.fillRect(x, TOP + i, SCALE_WIDTH, 1);
        }
        Font small = ChartStyle.font(Font.PLAIN, 11);
        canvas.left(number(high), small, Colours.QUIET, x + SCALE_WIDTH + 5, TOP + 5);
        canvas.left(number(low), small, Colours.QUIET, x + SCALE_WIDTH + 5, TOP + tall - 6);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.2f", value);
    }
}
