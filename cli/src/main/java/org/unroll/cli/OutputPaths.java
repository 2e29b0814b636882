package org.unroll.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/// Looks whether results can be written before the work for them begins.
final class OutputPaths {
    private OutputPaths() {}

    /// The file's folder must exist and take new files, and the file must not be a folder.
    static void checkFile(Path file, String option) {
        if (Files.isDirectory(file)) {
            throw Failure.work("expected a file for " + option + " but " + file + " is a folder");
        }
        Path folder = parent(file);
        if (!Files.exists(folder)) {
            throw Failure.work(
                    "the folder of " + option + " " + file + " does not exist: " + folder);
        }
        if (!Files.isDirectory(folder)) {
            throw Failure.work(
                    "expected a folder for "
                            + option
                            + " "
                            + file
                            + " but "
                            + folder
                            + " is a file");
        }
        if (!Files.isWritable(folder) || (Files.exists(file) && !Files.isWritable(file))) {
            throw Failure.work("no permission to write " + option + " " + file);
        }
    }

    /// The folder must take new files, or be one that can be made.
    static void checkFolder(Path folder, String option) {
        Path existing = folder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing)) {
            throw Failure.work(
                    "expected a folder for " + option + " but " + existing + " is a file");
        }
        if (!Files.isWritable(existing)) {
            throw Failure.work("no permission to write into " + existing + " for " + option);
        }
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
