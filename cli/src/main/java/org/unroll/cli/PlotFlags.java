package org.unroll.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.cli.plot.Plot;
import org.unroll.cli.plot.PlotFormat;
import picocli.CommandLine.Option;

/// The options that ask for plots.
final class PlotFlags {
    @Option(
            names = "--plots",
            paramLabel = "DIR",
            description = "Draw the results into this folder, which is made if it does not exist.")
    @Nullable Path folder;

    @Option(
            names = "--plot-format",
            paramLabel = "FORMAT",
            completionCandidates = Formats.class,
            description = "png or svg (default png).")
    @Nullable String format;

    boolean wanted() {
        return folder != null;
    }

    /// Finds out before the work whether the plots can be written after it.
    void check() {
        format();
        if (format != null && folder == null) {
            throw Failure.usage("--plot-format does nothing without --plots");
        }
        if (folder != null) {
            OutputPaths.checkFolder(folder, "--plots");
        }
    }

    /// Draws the plots, each under its name, and returns the files.
    List<Path> write(Map<String, Plot> plots) {
        List<Path> files = new ArrayList<>();
        if (folder == null) {
            return files;
        }
        try {
            Files.createDirectories(folder);
            for (Map.Entry<String, Plot> plot : plots.entrySet()) {
                files.add(plot.getValue().write(folder, plot.getKey(), format()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private PlotFormat format() {
        String name = format == null ? "png" : format;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "png" -> PlotFormat.PNG;
            case "svg" -> PlotFormat.SVG;
            default ->
                    throw Failure.usage("expected --plot-format png or svg but got '" + name + "'");
        };
    }

    /// For shell completion.
    static final class Formats extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Formats() {
            super(List.of("png", "svg"));
        }
    }
}
