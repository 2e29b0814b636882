package org.unroll.cli.plot;

import java.util.Locale;

/// The file formats of plots.
public enum PlotFormat {
    PNG,
    SVG;

    /// The ending of the files, without the dot.
    public String ending() {
        return name().toLowerCase(Locale.ROOT);
    }

    Canvas canvas(int width, int height) {
        return switch (this) {
            case PNG -> new PngCanvas(width, height);
            case SVG -> new SvgCanvas(width, height);
        };
    }
}
