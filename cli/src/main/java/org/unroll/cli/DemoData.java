package org.unroll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The data of the demo as files in a temporary folder: the demo reads them as a user's files are
/// read.
final class DemoData implements AutoCloseable {
    private static final String NAMES = "botanical-names.txt";
    private static final String PETS = "pets.csv";

    private final Path folder;

    private DemoData(Path folder) {
        this.folder = folder;
    }

    static DemoData unpack() {
        try {
            DemoData data = new DemoData(Files.createTempDirectory("unroll-demo"));
            for (String name : List.of(NAMES, PETS)) {
                try (@Nullable InputStream resource =
                        DemoData.class.getResourceAsStream("demo/" + name)) {
                    if (resource == null) {
                        throw new IllegalStateException("the jar lacks demo/" + name);
                    }
                    Files.copy(resource, data.folder.resolve(name));
                }
            }
            return data;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Plant names, one a line.
    Path names() {
        return folder.resolve(NAMES);
    }

    /// A table with the columns имя (a pet's name) and класс (cat or dog).
    Path pets() {
        return folder.resolve(PETS);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(names());
            Files.deleteIfExists(pets());
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
