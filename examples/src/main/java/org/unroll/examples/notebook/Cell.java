package org.unroll.examples.notebook;

import java.util.List;

/// A cell of a notebook.
///
/// @param kind text or code
/// @param source its lines, without a line end behind the last
/// @param outputs what stands below it, of code that has run
public record Cell(Kind kind, String source, List<Output> outputs) {
    /// What a cell holds.
    public enum Kind {
        /// Text in Markdown.
        MARKDOWN,
        /// Java.
        CODE
    }

    /// What a cell gave.
    ///
    /// @param kind says how to read `content`
    /// @param content text, or a PNG in base 64 on one line
    public record Output(Form kind, String content) {}

    /// What an output is.
    public enum Form {
        /// Standard output.
        TEXT,
        /// A PNG.
        PICTURE,
        /// Anything else: an exception, standard error, a value that was not printed.
        OTHER
    }

    static Cell markdown(String source) {
        return new Cell(Kind.MARKDOWN, source, List.of());
    }

    static Cell code(String source) {
        return new Cell(Kind.CODE, source, List.of());
    }

    /// Without outputs.
    Cell bare() {
        return new Cell(kind, source, List.of());
    }
}
