package org.unroll.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.unroll.train.Checkpoint;
import org.unroll.train.CheckpointStore;

/// Checkpoints as files beside a model file: for `names.safetensors` these are `names.last.safetensors` and
/// `names.best.safetensors`, each replaced atomically.
public final class CheckpointFiles implements CheckpointStore {
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
        throw new UnsupportedOperationException("to come: " + model);
    }

    /// Deletes the files there are.
    public void delete() {
        throw new UnsupportedOperationException("to come: " + model);
    }

    @Override
    public void save(Slot slot, Checkpoint checkpoint) {
        throw new UnsupportedOperationException("to come: " + model);
    }

    @Override
    public Optional<Checkpoint> load(Slot slot) {
        throw new UnsupportedOperationException("to come: " + model);
    }
}
