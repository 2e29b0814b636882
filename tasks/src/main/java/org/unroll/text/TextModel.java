package org.unroll.text;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.unroll.data.Vocabulary;
import org.unroll.model.Provenance;

/// A network that has learned which character comes next: embedding, recurrent layers, linear layer.
public final class TextModel {
    private TextModel() {}

    /// Reads a model file.
    ///
    /// @throws org.unroll.data.InputException if it is missing, damaged, of a newer version or of another task
    public static TextModel load(Path file) {
        throw new UnsupportedOperationException("to come" + file);
    }

    /// Writes the model file, atomically.
    public void save(Path file) {
        throw new UnsupportedOperationException("to come" + file);
    }

    /// The text, code point by code point as the model writes it. The stream is computed as it is consumed.
    ///
    /// @throws org.unroll.data.InputException if the prefix has characters that the model does not know
    public IntStream generate(Generation generation) {
        throw new UnsupportedOperationException("to come" + generation);
    }

    /// The same text at once.
    public String write(Generation generation) {
        throw new UnsupportedOperationException("to come" + generation);
    }

    /// Its characters.
    public Vocabulary vocabulary() {
        throw new UnsupportedOperationException("to come");
    }

    /// The options it was made and trained with.
    public TextOptions options() {
        throw new UnsupportedOperationException("to come");
    }

    /// How it came to be.
    public Provenance provenance() {
        throw new UnsupportedOperationException("to come");
    }

    /// Layers, shapes and parameter counts as a table.
    public String summary() {
        throw new UnsupportedOperationException("to come");
    }
}
