package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;

/// What a plot is drawn on. The origin is the upper left corner, a unit is a pixel, and colours are
/// `#rrggbb`.
sealed interface Canvas permits SvgCanvas, PngCanvas {
    /// Where the given point lies in a drawn text.
    enum Anchor {
        START,
        MIDDLE,
        END
    }

    void line(double x1, double y1, double x2, double y2, String colour, double width);

    void polyline(double[] xs, double[] ys, String colour, double width);

    void rectangle(double x, double y, double width, double height, String colour);

    void dot(double x, double y, double radius, String colour);

    /// Draws one line of text with its base line at `y`.
    void text(String text, double x, double y, Anchor anchor, Font font);

    /// Draws one line of text upwards, its middle at the point.
    void textUpwards(String text, double x, double y, Font font);

    void write(OutputStream out) throws IOException;

    /// A sans-serif font.
    record Font(double size, String colour, boolean bold) {
        static Font plain(double size, String colour) {
            return new Font(size, colour, false);
        }

        static Font bold(double size, String colour) {
            return new Font(size, colour, true);
        }
    }
}
