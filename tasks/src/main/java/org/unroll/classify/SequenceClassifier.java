package org.unroll.classify;

import java.nio.file.Path;
import java.util.List;
import org.unroll.data.Vocabulary;
import org.unroll.model.Provenance;

/// A network that has learned to which class a text belongs: embedding, recurrent layers, pooling, linear layer.
public final class SequenceClassifier {
    private SequenceClassifier() {}

    /// Reads a model file.
    ///
    /// @throws org.unroll.data.InputException if it is missing, damaged, of a newer version or of another task
    public static SequenceClassifier load(Path file) {
        throw new UnsupportedOperationException("to come" + file);
    }

    /// Writes the model file, atomically.
    public void save(Path file) {
        throw new UnsupportedOperationException("to come" + file);
    }

    /// The class of a text. Characters the model does not know count as unknown.
    ///
    /// @throws org.unroll.data.InputException if the text is empty
    public Prediction classify(String text) {
        return classify(List.of(text)).getFirst();
    }

    /// The class of each text.
    public List<Prediction> classify(List<String> texts) {
        throw new UnsupportedOperationException("to come" + texts);
    }

    /// Compares its predictions with the labels.
    ///
    /// @throws org.unroll.data.InputException if there is a label that the model does not know, or no text at all
    public Evaluation evaluate(LabelledTexts data) {
        throw new UnsupportedOperationException("to come" + data);
    }

    /// The classes, sorted.
    public List<String> classes() {
        throw new UnsupportedOperationException("to come");
    }

    /// Its characters.
    public Vocabulary vocabulary() {
        throw new UnsupportedOperationException("to come");
    }

    /// The options it was made and trained with.
    public ClassifierOptions options() {
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
