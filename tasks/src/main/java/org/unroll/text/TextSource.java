package org.unroll.text;

import java.nio.file.Path;
import org.unroll.model.DataSource;

/// Text to learn from.
///
/// @param text the text
/// @param data where it came from
public record TextSource(String text, DataSource data) {
    /// A whole UTF-8 file. Line ends become `\n`.
    ///
    /// @throws org.unroll.data.InputException if it is missing, empty or not UTF-8
    public static TextSource read(Path file) {
        throw new UnsupportedOperationException("to come: " + file);
    }

    /// One column of a delimited UTF-8 file: the column's text of every row, each followed by `\n`.
    ///
    /// @param column the column's number, counted from 1
    /// @throws org.unroll.data.InputException if the file is missing, empty or not UTF-8, or a row has no such column
    public static TextSource column(Path file, int column, char delimiter) {
        throw new UnsupportedOperationException("to come: " + file + column + delimiter);
    }

    /// Text from anywhere else.
    public static TextSource of(String name, String text) {
        throw new UnsupportedOperationException("to come: " + name + text);
    }
}
