package org.unroll.classify;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.unroll.data.InputException;
import org.unroll.data.TextFile;
import org.unroll.internal.io.Table;
import org.unroll.model.DataSource;

/// Texts, each with its class.
///
/// @param texts the texts
/// @param labels the class of each text
/// @param data where they came from
/// @param columns where in the table they stood
public record LabelledTexts(
        List<String> texts, List<String> labels, DataSource data, TableColumns columns) {
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
    /// @throws InputException if the file is missing, empty or not UTF-8, has no such column, or a
    ///   row is not like the header
    public static LabelledTexts read(
            Path file, String textColumn, String labelColumn, char delimiter) {
        TextFile content = TextFile.read(file);
        List<List<String>> columns =
                Table.of(file.toString(), content.text(), delimiter)
                        .columns(textColumn, labelColumn);
        if (columns.getFirst().isEmpty()) {
            throw new InputException("%s: there are no rows below the header".formatted(file));
        }
        return new LabelledTexts(
                columns.get(0),
                columns.get(1).stream().map(String::strip).toList(),
                new DataSource(content.name(), content.sha256()),
                new TableColumns(textColumn, labelColumn, delimiter));
    }

    /// Texts and labels from anywhere else.
    public static LabelledTexts of(String name, List<String> texts, List<String> labels) {
        String all = String.join("\n", texts) + "\n\n" + String.join("\n", labels);
        String hash = TextFile.sha256(all.getBytes(StandardCharsets.UTF_8));
        return new LabelledTexts(
                texts, labels, new DataSource(name, hash), new TableColumns("text", "label", ','));
    }

    /// How many.
    public int size() {
        return texts.size();
    }

    /// The different labels, sorted.
    public List<String> classes() {
        return labels.stream().distinct().sorted().toList();
    }

    /// Those at these places, in this order.
    LabelledTexts at(List<Integer> places) {
        return new LabelledTexts(
                places.stream().map(texts::get).toList(),
                places.stream().map(labels::get).toList(),
                data,
                columns);
    }

    /// Each label's place in `classes`.
    int[] labelIndices(List<String> classes) {
        return labels.stream().mapToInt(classes::indexOf).toArray();
    }
}
