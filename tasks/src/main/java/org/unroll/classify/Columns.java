package org.unroll.classify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/// Text in columns.
final class Columns {
    private Columns() {}

    /// Aligned to the right. Counts code points, so that names beyond the basic plane do not shift
    /// the table.
    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - length(text))) + text;
    }

    /// At most so wide: a longer text ends in an ellipsis.
    static String cut(String text, int width) {
        if (length(text) <= width) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, width - 1))) + "…";
    }

    static int widest(List<String> texts) {
        return texts.stream().mapToInt(Columns::length).max().orElse(0);
    }

    /// Rounds the exact binary value, ties to even, as Python and C do; `String.format` would round
    /// its decimal form.
    static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
