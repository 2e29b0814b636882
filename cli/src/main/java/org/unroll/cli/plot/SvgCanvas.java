package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Draws as SVG, with real text: labels stay searchable, and any alphabet is the viewer's business.
final class SvgCanvas implements Canvas {
    private final StringBuilder svg = new StringBuilder();

    SvgCanvas(int width, int height) {
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans, Segoe UI, Helvetica, Arial, sans-serif\">%n"
                        .formatted(width, height, width, height));
        rectangle(0, 0, width, height, "#ffffff");
    }

    @Override
    public void line(double x1, double y1, double x2, double y2, String colour, double width) {
        polyline(new double[] {x1, x2}, new double[] {y1, y2}, colour, width);
    }

    @Override
    public void polyline(double[] xs, double[] ys, String colour, double width) {
        svg.append("<polyline fill=\"none\" stroke-linejoin=\"round\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"")
                .append(number(width))
                .append("\" points=\"");
        for (int i = 0; i < xs.length; i++) {
            svg.append(i == 0 ? "" : " ").append(number(xs[i])).append(',').append(number(ys[i]));
        }
        svg.append("\"/>\n");
    }

    @Override
    public void rectangle(double x, double y, double width, double height, String colour) {
        svg.append("<rect x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" width=\"")
                .append(number(width))
                .append("\" height=\"")
                .append(number(height))
                .append("\" fill=\"")
                .append(colour)
                .append("\"/>\n");
    }

    @Override
    public void dot(double x, double y, double radius, String colour) {
        svg.append("<circle cx=\"")
                .append(number(x))
                .append("\" cy=\"")
                .append(number(y))
                .append("\" r=\"")
                .append(number(radius))
                .append("\" fill=\"")
                .append(colour)
                .append("\"/>\n");
    }

    @Override
    public void text(String text, double x, double y, Anchor anchor, Font font) {
        svg.append("<text x=\"").append(number(x)).append("\" y=\"").append(number(y)).append('"');
        endText(text, anchor, font);
    }

    @Override
    public void textUpwards(String text, double x, double y, Font font) {
        svg.append("<text transform=\"translate(")
                .append(number(x))
                .append(' ')
                .append(number(y))
                .append(") rotate(-90)\"");
        endText(text, Anchor.MIDDLE, font);
    }

    private void endText(String text, Anchor anchor, Font font) {
        svg.append(" text-anchor=\"")
                .append(anchor.name().toLowerCase(Locale.ROOT))
                .append("\" font-size=\"")
                .append(number(font.size()))
                .append(font.bold() ? "\" font-weight=\"bold" : "")
                .append("\" fill=\"")
                .append(font.colour())
                .append("\">")
                .append(escaped(text))
                .append("</text>\n");
    }

    @Override
    public void write(OutputStream out) throws IOException {
        out.write((svg + "</svg>\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Labels come from the user's data: markup in them is text, and characters that XML forbids
    /// are replaced.
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '<' -> escaped.append("&lt;");
                        case '>' -> escaped.append("&gt;");
                        case '&' -> escaped.append("&amp;");
                        default -> escaped.appendCodePoint(isAllowedInXml(c) ? c : 0xFFFD);
                    }
                });
        return escaped.toString();
    }

    private static boolean isAllowedInXml(int c) {
        return c == '\t'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c > 0xFFFF;
    }

    private static String number(double value) {
        double rounded = Math.round(value * 100) / 100.0;
        return rounded == Math.rint(rounded)
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
