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
/// @param lines the line of each text in the file, counted from 1; empty if there was no file
public record LabelledTexts(
        List<String> texts,
        List<String> labels,
        DataSource data,
        TableColumns columns,
        List<Long> lines) {
    /// Keeps copies; there must be as many labels as texts, and as many lines or none.
    public LabelledTexts {
        texts = List.copyOf(texts);
        labels = List.copyOf(labels);
        lines = List.copyOf(lines);
        if (!lines.isEmpty() && lines.size() != texts.size()) {
            throw new IllegalArgumentException(
                    "expected a line for each text but got %d texts and %d lines"
                            .formatted(texts.size(), lines.size()));
        }
        if (texts.size() != labels.size()) {
            throw new IllegalArgumentException(
                    "expected a label for each text but got %d texts and %d labels"
                            .formatted(texts.size(), labels.size()));
        }
    }

    /// Two columns of a delimited UTF-8 file with a header line.
    ///
    /// @throws InputException if the file is missing, empty or not UTF-8, has no such column or two
    ///   of them, both columns are the same, or a row is not like the header
    public static LabelledTexts read(
            Path file, String textColumn, String labelColumn, char delimiter) {
        TextFile content = TextFile.read(file);
        Table table = Table.of(file.toString(), content.text(), delimiter);
        List<List<String>> columns = table.columns(textColumn, labelColumn);
        if (textColumn.equals(labelColumn)) {
            throw new InputException(
                    "%s: texts and labels cannot both be the column \"%s\""
                            .formatted(file, textColumn));
        }
        if (columns.getFirst().isEmpty()) {
            throw new InputException("%s: there are no rows below the header".formatted(file));
        }
        return new LabelledTexts(
                columns.get(0),
                columns.get(1).stream().map(String::strip).toList(),
                new DataSource(content.name(), content.sha256()),
                new TableColumns(textColumn, labelColumn, delimiter),
                table.lines());
    }

    /// Texts and labels from anywhere else.
    public static LabelledTexts of(String name, List<String> texts, List<String> labels) {
        String all = String.join("\n", texts) + "\n\n" + String.join("\n", labels);
        String hash = TextFile.sha256(all.getBytes(StandardCharsets.UTF_8));
        return new LabelledTexts(
                texts,
                labels,
                new DataSource(name, hash),
                new TableColumns("text", "label", ','),
                List.of());
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
    ///
    /// @param places counted from 0, such as a part of a [org.unroll.data.Split]
    public LabelledTexts at(List<Integer> places) {
        return new LabelledTexts(
                places.stream().map(texts::get).toList(),
                places.stream().map(labels::get).toList(),
                data,
                columns,
                lines.isEmpty() ? lines : places.stream().map(lines::get).toList());
    }

    /// What messages call the place of a text: the file, and the line where that is known.
    String where(int place) {
        return lines.isEmpty()
                ? data.name()
                : "%s, line %d".formatted(data.name(), lines.get(place));
    }

    /// Each label's place in `classes`, counted from 0.
    ///
    /// @throws InputException if a label is not among them
    public int[] labelIndices(List<String> classes) {
        int[] indices = labels.stream().mapToInt(classes::indexOf).toArray();
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < 0) {
                throw new InputException(
                        "%s: expected one of the classes %s but got \"%s\""
                                .formatted(where(i), String.join(", ", classes), labels.get(i)));
            }
        }
        return indices;
    }
}
