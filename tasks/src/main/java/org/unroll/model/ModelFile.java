package org.unroll.model;

import java.nio.file.Path;

/// Model files as files, whatever the task.
public final class ModelFile {
    private ModelFile() {}

    /// What the model file says about itself. Reads and verifies the whole file.
    ///
    /// @throws org.unroll.data.InputException if it is missing, damaged, of a newer version or no model file
    public static ModelCard inspect(Path file) {
        throw new UnsupportedOperationException("to come: " + file);
    }
}
