package org.unroll.datasets;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.unroll.data.InputException;

/// A file of a set of data.
///
/// @param name its name, not compressed
/// @param bytes its size, not compressed
/// @param sha256 the hash of its content, not compressed: 64 hexadecimal digits. Copies that were
///   compressed anew have other bytes and the same content.
/// @param sources where it is to be had, plain or compressed by gzip, the best first
public record DatasetFile(String name, long bytes, String sha256, List<URI> sources) {
    private static final String GZIP = ".gz";

    /// Keeps a copy of the list.
    public DatasetFile {
        sources = List.copyOf(sources);
    }

    /// The same file from elsewhere.
    public DatasetFile withSources(List<URI> others) {
        return new DatasetFile(name, bytes, sha256, others);
    }

    /// The names that it may be stored under, that of its own sources first.
    List<String> storedNames() {
        boolean packed = sources.stream().anyMatch(source -> source.getPath().endsWith(GZIP));
        return packed ? List.of(name + GZIP, name) : List.of(name, name + GZIP);
    }

    /// The file in this folder in a form that can be read as it is: plain, or an IDX file
    /// compressed by gzip.
    Optional<Path> readable(Path folder) {
        return stored(folder)
                .filter(file ->
                        name.contains("-idx") || !file.getFileName().toString().endsWith(GZIP));
    }

    /// The file in this folder, plain or compressed.
    Path required(Path folder) {
        return stored(folder)
                .orElseThrow(() ->
                        new InputException(
                                Files.isDirectory(folder)
                                        ? "%s: neither %s nor %s.gz is there"
                                                .formatted(folder, name, name)
                                        : "%s: no such folder".formatted(folder)));
    }

    /// The file in this folder, plain or compressed, if it is there.
    Optional<Path> stored(Path folder) {
        return List.of(name, name.replace("-idx", ".idx")).stream()
                .flatMap(stem -> List.of(stem, stem + GZIP).stream())
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
