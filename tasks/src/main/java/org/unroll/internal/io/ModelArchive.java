package org.unroll.internal.io;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.data.InputException;
import org.unroll.data.Vocabulary;
import org.unroll.tensor.Tensor;

/// What a model file holds, whatever the task.
///
/// @param task `text` or `classes`
/// @param settings the options
/// @param vocabulary the tokens
/// @param labels the classes, empty for a text model
/// @param origin how the model came to be
/// @param metrics what was measured at the end
/// @param tensors the parameters by name
public record ModelArchive(
        String task,
        Settings settings,
        Vocabulary vocabulary,
        List<String> labels,
        Settings origin,
        Map<String, Double> metrics,
        Map<String, Tensor> tensors) {

    /// Writes the file, atomically.
    public void write(Path file) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("configuration", Json.object(settings.asMap()));
        header.put(
                "vocabulary",
                Json.object(
                        Settings.none()
                                .put("unit", vocabulary.unit())
                                .put("special", vocabulary.specialTokens().size())
                                .asMap()));
        header.put("tokens", Json.list(vocabulary.tokens()));
        header.put("labels", Json.list(labels));
        header.put("provenance", Json.object(origin.asMap()));
        Settings measured = Settings.none();
        metrics.forEach(measured::put);
        header.put("metrics", Json.object(measured.asMap()));
        SealedFile.write(file, task, header, tensors);
    }

    /// Reads and verifies a file.
    ///
    /// @throws InputException if it is missing, damaged, of another version or no model
    public static ModelArchive read(Path file) {
        SealedFile sealed = SealedFile.read(file);
        if (sealed.kind().equals(SealedFile.CHECKPOINT)) {
            throw new InputException(
                    "%s: this is a checkpoint of a training, not a model: go on with train ... --resume"
                            .formatted(file));
        }
        try {
            return of(sealed);
        } catch (IllegalArgumentException | InputException e) {
            throw new InputException("%s: damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Reads and verifies a file of a certain task.
    ///
    /// @throws InputException also if it is of another task
    public static ModelArchive read(Path file, String task) {
        ModelArchive archive = read(file);
        if (!archive.task.equals(task)) {
            throw new InputException(
                    "%s: expected a model for %s but this one is for %s"
                            .formatted(file, described(task), described(archive.task)));
        }
        return archive;
    }

    private static String described(String task) {
        return switch (task) {
            case "text" -> "text generation";
            case "classes" -> "classification";
            default -> task;
        };
    }

    private static ModelArchive of(SealedFile sealed) {
        Settings vocabulary = Settings.of(Json.readObject(sealed.text("vocabulary")));
        Map<String, Double> metrics = new LinkedHashMap<>();
        Json.readObject(sealed.text("metrics"))
                .forEach((name, value) -> metrics.put(name, Double.valueOf(value)));
        return new ModelArchive(
                sealed.kind(),
                Settings.of(Json.readObject(sealed.text("configuration"))),
                Vocabulary.restored(
                        vocabulary.get("unit", Vocabulary.Unit::valueOf),
                        Json.readList(sealed.text("tokens")),
                        vocabulary.whole("special")),
                Json.readList(sealed.text("labels")),
                Settings.of(Json.readObject(sealed.text("provenance"))),
                metrics,
                sealed.tensors());
    }
}
