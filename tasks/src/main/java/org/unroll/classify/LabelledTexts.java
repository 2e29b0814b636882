package org.unroll.classify;

import java.nio.file.Path;
import java.util.List;
import org.unroll.model.DataSource;

/// Texts, each with its class.
///
/// @param texts the texts
/// @param labels the class of each text
/// @param data where they came from
public record LabelledTexts(List<String> texts, List<String> labels, DataSource data) {
    /// Keeps copies; there must be as many labels as texts.
    public LabelledTexts {
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        if (texts.size() != labels.size()) {
            throw new IllegalArgumentException(
                    "expected a label for each text but got %d texts and %d labels"
                            .formatted(texts.size(), labels.size()));
        }
    }

    /// Two columns of a delimited UTF-8 file with a header line.
    ///
    /// @throws org.unroll.data.InputException if the file is missing, empty or not UTF-8, has no such column, or a row is
    ///     not like the header
    public static LabelledTexts read(Path file, String textColumn, String labelColumn, char delimiter) {
        throw new UnsupportedOperationException("to come" + file + textColumn + labelColumn + delimiter);
    }

    /// How many.
    public int size() {
        return texts.size();
    }

    /// The different labels, sorted.
    public List<String> classes() {
        return labels.stream().distinct().sorted().toList();
    }
}
