package org.unroll.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.datasets.Dataset;
import org.unroll.datasets.DatasetFile;
import org.unroll.datasets.FetchListener;

/// Shows on standard error how files are fetched: how far where somebody watches, and a line for
/// each file that is there.
///
/// What went wrong with a source is told once another one has helped; if none does, the error says
/// it.
final class FetchView implements FetchListener {
    private static final double MEGABYTE = 1e6;

    private final Streams streams;
    private final @Nullable ProgressBar bar;
    private final List<String> failures = new ArrayList<>();
    private final List<Map<String, Object>> files = new ArrayList<>();

    FetchView(Streams streams) {
        this.streams = streams;
        this.bar = streams.errIsTerminal() ? new ProgressBar(streams.err()) : null;
    }

    @Override
    public void waiting(Dataset set) {
        streams.note("waiting: " + set.name() + " is being fetched elsewhere");
    }

    @Override
    public void progress(DatasetFile file, URI source, long received, long total) {
        if (bar != null) {
            bar.update(() ->
                    "%s  %s%s MB from %s"
                            .formatted(
                                    file.name(),
                                    Numbers.fixed(received / MEGABYTE, 1),
                                    total < 0 ? "" : " of " + Numbers.fixed(total / MEGABYTE, 1),
                                    place(source)));
        }
    }

    @Override
    public void failed(DatasetFile file, URI source, String reason) {
        failures.add(place(source) + " " + reason);
    }

    @Override
    public void done(DatasetFile file, URI source, Path stored) {
        clear();
        boolean there = source.equals(stored.toUri());
        String instead = failures.isEmpty() ? "" : " (" + String.join("; ", failures) + ")";
        failures.clear();
        streams.note(
                file.name()
                        + ": "
                        + (there
                                ? "is there"
                                : Numbers.grouped(file.bytes())
                                        + " bytes from "
                                        + place(source)
                                        + instead));
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("name", file.name());
        line.put("path", stored);
        line.put("bytes", file.bytes());
        line.put("sha256", file.sha256());
        if (!there) {
            line.put("source", source);
        }
        files.add(line);
    }

    /// Leaves the line of the bar empty, for an error.
    void clear() {
        if (bar != null) {
            bar.clear();
        }
    }

    /// What is there, for JSON.
    List<Map<String, Object>> files() {
        return files;
    }

    private static String place(URI source) {
        return source.getAuthority() == null ? Path.of(source).toString() : source.getAuthority();
    }
}
