package org.unroll.text;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unroll.data.TextFile;
import org.unroll.internal.io.Table;
import org.unroll.model.DataSource;
import org.unroll.tensor.Rng;

/// Text to learn from.
///
/// @param text the text
/// @param data where it came from
public record TextSource(String text, DataSource data) {
    /// A whole UTF-8 file. Line ends become `\n`.
    ///
    /// @throws org.unroll.data.InputException if it is missing, empty or not UTF-8
    public static TextSource read(Path file) {
        TextFile content = TextFile.read(file);
        return new TextSource(content.text(), new DataSource(content.name(), content.sha256()));
    }

    /// One column of a delimited UTF-8 file: the column's text of every row, without white space
    /// around it, each followed by `\n`.
    ///
    /// @param column the column's number, counted from 1
    /// @throws org.unroll.data.InputException if the file is missing, empty or not UTF-8, or a row
    ///   has no such column
    public static TextSource column(Path file, int column, char delimiter) {
        if (column < 1) {
            throw new IllegalArgumentException("expected a column of at least 1 but got " + column);
        }
        TextFile content = TextFile.read(file);
        String text =
                Table.of(file.toString(), content.text(), delimiter).column(column).stream()
                        .map(field -> field.strip() + '\n')
                        .collect(Collectors.joining());
        return new TextSource(text, new DataSource(content.name(), content.sha256()));
    }

    /// The same lines in random order, under the same name. A text in alphabetical order needs that
    /// if its end is held back for validation ([TextOptions#validationShare()]): otherwise the
    /// network is asked about letters that it has hardly read.
    ///
    /// @param seed decides
    public TextSource shuffledLines(long seed) {
        boolean ended = text.endsWith("\n");
        String[] lines = (ended ? text.substring(0, text.length() - 1) : text).split("\n", -1);
        String shuffled =
                IntStream.of(Rng.seeded(seed).fork("lines").permutation(lines.length))
                        .mapToObj(line -> lines[line])
                        .collect(Collectors.joining("\n", "", ended ? "\n" : ""));
        return of(data.name(), shuffled);
    }

    /// Text from anywhere else.
    public static TextSource of(String name, String text) {
        String hash = TextFile.sha256(text.getBytes(StandardCharsets.UTF_8));
        return new TextSource(text, new DataSource(name, hash));
    }
}
