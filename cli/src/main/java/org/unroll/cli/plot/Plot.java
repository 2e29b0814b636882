package org.unroll.cli.plot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

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
        try {
            replace(file, bytes.toByteArray());
        } catch (IOException e) {
            String reason =
                    e instanceof FileSystemException other ? other.getReason() : e.getMessage();
            throw new FileSystemException(
                    file.toString(),
                    null,
                    "cannot be written" + (reason == null ? "" : ": " + reason));
        }
        return file;
    }

    /// All of the file or nothing: half a picture never stands under its name.
    private static void replace(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.write(part, bytes);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
