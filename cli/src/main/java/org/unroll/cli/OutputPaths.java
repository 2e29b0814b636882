package org.unroll.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.unroll.model.CheckpointFiles;

/// Looks whether results can be written before the work for them begins.
final class OutputPaths {
    private OutputPaths() {}

    /// No header of ours is longer; whatever claims to have one is something else.
    private static final long LONGEST_HEADER = 1L << 28;

    /// A model may replace a model or a checkpoint that Unroll wrote, and nothing else: neither the
    /// file it learns from, nor a device, nor a file of another program. The same holds for the
    /// checkpoints beside it.
    ///
    /// @param data the file the model learns from
    static void checkModel(Path model, Path data) {
        if (same(model, data)) {
            throw Failure.usage(
                    "the model would replace the data it learns from, "
                            + data
                            + ": choose another --out");
        }
        checkModel(model, "--out", "choose another --out or remove it");
        for (Path checkpoint : CheckpointFiles.beside(model).files()) {
            checkReplaceable(checkpoint, "--out", "choose another --out or remove it");
        }
    }

    /// A model may replace what Unroll wrote, and its folder must take it.
    ///
    /// @param wayOut what the user can do where something else is in the way
    static void checkModel(Path model, String option, String wayOut) {
        checkReplaceable(model, option, wayOut);
        checkFolderOf(model, option);
    }

    private static void checkReplaceable(Path file, String option, String wayOut) {
        if (!Files.exists(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw Failure.usage("expected a file for " + option + " but " + file + " is a folder");
        }
        if (!Files.isRegularFile(file)) {
            throw Failure.usage(
                    "expected a file for " + option + " but " + file + " is a device or a pipe");
        }
        if (!isOurs(file)) {
            throw Failure.usage(file + " exists and is no Unroll model: " + wayOut);
        }
    }

    private static boolean same(Path one, Path other) {
        try {
            return Files.exists(one) && Files.exists(other) && Files.isSameFile(one, other);
        } catch (IOException _) {
            return false;
        }
    }

    /// Whether the header is one that Unroll writes. Damaged numbers after it do not matter here.
    private static boolean isOurs(Path file) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            long length = Long.reverseBytes(in.readLong());
            if (length < 2 || length > Math.min(LONGEST_HEADER, Files.size(file) - Long.BYTES)) {
                return false;
            }
            String header = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
            return header.startsWith("{") && header.contains("\"unroll.kind\"");
        } catch (IOException _) {
            // Too short, or not readable: then nobody can say that it is ours.
            return false;
        }
    }

    private static void checkFolderOf(Path file, String option) {
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
