package org.unroll.model;

import java.nio.file.Path;
import java.util.List;
import org.unroll.internal.io.ModelArchive;
import org.unroll.tensor.Tensor;

/// Model files as files, whatever the task.
public final class ModelFile {
    private ModelFile() {}

    /// What the model file says about itself. Reads and verifies the whole file.
    ///
    /// @throws org.unroll.data.InputException if it is missing, damaged, of another version or no
    ///   model file
    public static ModelCard inspect(Path file) {
        ModelArchive archive = ModelArchive.read(file);
        List<ModelCard.TensorLine> tensors =
                archive.tensors().entrySet().stream()
                        .map(entry ->
                                new ModelCard.TensorLine(
                                        entry.getKey(),
                                        entry.getValue().shape(),
                                        entry.getValue().type().toString()))
                        .toList();
        return new ModelCard(
                archive.task(),
                archive.settings().asMap(),
                archive.vocabulary().size(),
                archive.labels(),
                Provenance.restored(archive.origin().asMap(), archive.metrics()),
                tensors,
                archive.tensors().values().stream().mapToLong(Tensor::size).sum());
    }
}
