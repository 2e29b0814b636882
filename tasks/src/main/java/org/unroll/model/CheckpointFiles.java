package org.unroll.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.unroll.data.InputException;
import org.unroll.internal.io.SealedFile;
import org.unroll.train.Checkpoint;
import org.unroll.train.CheckpointStore;

/// Checkpoints as files beside a model file: for `names.safetensors` these are
/// `names.last.safetensors` and `names.best.safetensors`, each replaced atomically.
public final class CheckpointFiles implements CheckpointStore {
    private static final String SUFFIX = ".safetensors";

    private final Path model;

    private CheckpointFiles(Path model) {
        this.model = model;
    }

    /// The checkpoints beside `model`, which itself need not exist.
    public static CheckpointFiles beside(Path model) {
        return new CheckpointFiles(model);
    }

    /// The files there are.
    public List<Path> files() {
        return Arrays.stream(Slot.values()).map(this::file).filter(Files::exists).toList();
    }

    /// Deletes the files there are.
    public void delete() {
        for (Slot slot : Slot.values()) {
            delete(slot);
        }
    }

    @Override
    public void delete(Slot slot) {
        Path file = file(slot);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new InputException(
                    "%s: cannot be deleted: %s".formatted(file, e.getMessage()), e);
        }
    }

    @Override
    public String name(Slot slot) {
        return file(slot).toString();
    }

    @Override
    public void save(Slot slot, Checkpoint checkpoint) {
        SealedFile.write(
                file(slot), SealedFile.CHECKPOINT, checkpoint.progress(), checkpoint.tensors());
    }

    @Override
    public Optional<Checkpoint> load(Slot slot) {
        Path file = file(slot);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        SealedFile sealed = SealedFile.read(file);
        if (!sealed.kind().equals(SealedFile.CHECKPOINT)) {
            throw new InputException(
                    "%s: expected a checkpoint but this is a model".formatted(file));
        }
        Map<String, String> progress = new LinkedHashMap<>(sealed.header());
        progress.remove("kind");
        progress.remove("version");
        return Optional.of(new Checkpoint(sealed.tensors(), progress));
    }

    private Path file(Slot slot) {
        String name = String.valueOf(model.getFileName());
        String stem =
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return model.resolveSibling(stem + "." + slot.name().toLowerCase(Locale.ROOT) + SUFFIX);
    }
}
