package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Something that can be drawn into a file.
public sealed interface Plot permits LossPlot, ConfusionPlot {
    /// In pixels.
    int width();

    /// In pixels.
    int height();

    /// Draws this plot; called once per file.
    void draw(PlotFormat format, OutputStream out) throws IOException;

    /// Writes `folder/name.png` or `folder/name.svg` and returns its path. Where PNG is wanted and
    /// this machine cannot draw text (a JDK without fonts), SVG is written instead: a plot at the
    /// end of a long training is not to be lost to that.
    default Path write(Path folder, String name, PlotFormat format) throws IOException {
        try {
            return writeAs(folder, name, format);
        } catch (LinkageError | RuntimeException | InternalError e) {
            if (format == PlotFormat.SVG) {
                throw e;
            }
            return writeAs(folder, name, PlotFormat.SVG);
        }
    }

    private Path writeAs(Path folder, String name, PlotFormat format) throws IOException {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        draw(format, bytes);
        Path file = folder.resolve(name + "." + format.ending());
        Files.write(file, bytes.toByteArray());
        return file;
    }
}
