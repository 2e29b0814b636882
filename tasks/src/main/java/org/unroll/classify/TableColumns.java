package org.unroll.classify;

import java.util.Objects;

/// Where a table has texts and labels.
///
/// @param text the header of the texts' column
/// @param label the header of the labels' column
/// @param delimiter what separates fields
public record TableColumns(String text, String label, char delimiter) {
    /// Names are required.
    public TableColumns {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(label, "label");
    }
}
