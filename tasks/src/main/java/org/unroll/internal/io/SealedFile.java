package org.unroll.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.data.InputException;
import org.unroll.formats.safetensors.SafetensorsException;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.tensor.Tensor;

/// A safetensors file of Unroll's own: its kind, a version of the layout, and a checksum over all
/// of it, so that a file that was altered is noticed.
///
/// @param kind a task, or [#CHECKPOINT]
/// @param header texts by name
/// @param tensors tensors by name
public record SealedFile(String kind, Map<String, String> header, Map<String, Tensor> tensors) {
    /// The kind of a checkpoint.
    public static final String CHECKPOINT = "checkpoint";

    /// Raised whenever a file of the new layout would mislead an older Unroll.
    private static final int VERSION = 1;

    private static final String PREFIX = "unroll.";

    /// Writes a file, atomically.
    public static void write(
            Path file, String kind, Map<String, String> header, Map<String, Tensor> tensors) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(PREFIX + "version", Integer.toString(VERSION));
        metadata.put(PREFIX + "kind", kind);
        header.forEach((name, value) -> metadata.put(PREFIX + name, value));
        metadata.put(PREFIX + "checksum", Checksum.of(metadata, tensors));
        try {
            new SafetensorsFile(tensors, metadata).write(file);
        } catch (IOException e) {
            throw new InputException(
                    "%s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Reads and verifies a file.
    ///
    /// @throws InputException if it is missing, damaged, of another version or not Unroll's
    public static SealedFile read(Path file) {
        SafetensorsFile raw = raw(file);
        Map<String, String> metadata = new LinkedHashMap<>(raw.metadata());
        String version = metadata.get(PREFIX + "version");
        String kind = metadata.get(PREFIX + "kind");
        if (version == null || kind == null) {
            throw new InputException(
                    "%s: a safetensors file, but not a model of Unroll".formatted(file));
        }
        if (!version.equals(Integer.toString(VERSION))) {
            throw new InputException(
                    "%s: written in version %s of the model file, this Unroll reads version %d"
                            .formatted(file, version, VERSION));
        }
        String checksum = metadata.remove(PREFIX + "checksum");
        if (!Checksum.of(metadata, raw.tensors()).equals(checksum)) {
            throw new InputException(
                    "%s: damaged or altered: the checksum does not fit".formatted(file));
        }
        Map<String, String> header = new LinkedHashMap<>();
        metadata.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                header.put(name.substring(PREFIX.length()), value);
            }
        });
        return new SealedFile(kind, header, raw.tensors());
    }

    /// A text of the header.
    public String text(String name) {
        String text = header.get(name);
        if (text == null) {
            throw new InputException("\"%s\" is missing in the header".formatted(name));
        }
        return text;
    }

    private static SafetensorsFile raw(Path file) {
        if (!Files.exists(file)) {
            throw new InputException("%s: no such file".formatted(file));
        }
        if (Files.isDirectory(file)) {
            throw new InputException("%s: expected a file but it is a folder".formatted(file));
        }
        try {
            return SafetensorsFile.read(file);
        } catch (SafetensorsException e) {
            throw new InputException(String.valueOf(e.getMessage()), e); // names the file
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
