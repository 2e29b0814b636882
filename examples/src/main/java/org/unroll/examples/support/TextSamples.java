package org.unroll.examples.support;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/// Texts with labels, one below the other: what a network writes after so many iterations.
///
/// @param title stands above
/// @param entries the texts, first at the top
public record TextSamples(String title, List<Entry> entries) implements Picture {
    private static final int TOP = 54;
    private static final int MARGIN = 20;
    private static final int LINE = 26;
    private static final int MOST = 80;

    /// A text.
    ///
    /// @param label at the left, such as `iteration 300`
    /// @param text line ends are drawn as `⏎`; what is longer than 80 characters is cut
    public record Entry(String label, String text) {}

    /// A picture without texts yet.
    public static TextSamples of(String title) {
        return new TextSamples(title, List.of());
    }

    /// The same with one more text.
    public TextSamples with(String label, String text) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(new Entry(label, text));
        return new TextSamples(title, List.copyOf(more));
    }

    @Override
    public BufferedImage image() {
        Font labels = ChartStyle.font(Font.PLAIN, 13);
        Font texts = new Font(Font.MONOSPACED, Font.PLAIN, 14);
        int left = Canvas.widest(entries.stream().map(Entry::label).toList(), labels) + 2 * MARGIN;
        int text = Canvas.widest(entries.stream().map(TextSamples::shown).toList(), texts);
        int titled = Canvas.width(title, ChartStyle.font(Font.BOLD, 16)) + 2 * MARGIN;
        int width = Math.max(Math.max(480, titled), left + text + MARGIN);
        Canvas canvas = Canvas.of(width, TOP + entries.size() * LINE + 8);
        canvas.title(title, width);
        for (int i = 0; i < entries.size(); i++) {
            int middle = TOP + i * LINE + LINE / 2 - 4;
            canvas.fill(Colours.GRID, MARGIN, middle + LINE / 2, width - 2 * MARGIN, 1);
            canvas.left(entries.get(i).label(), labels, Colours.QUIET, MARGIN, middle);
            canvas.left(shown(entries.get(i)), texts, Colours.INK, left, middle);
        }
        return canvas.done();
    }

    private static String shown(Entry entry) {
        String line = entry.text().replace("\n", "⏎");
        return line.codePointCount(0, line.length()) <= MOST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, MOST - 1)) + "…";
    }
}
