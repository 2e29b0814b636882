package org.unroll.data;

/// Code points of texts, for order and for messages.
public final class Characters {
    private Characters() {}

    /// The code points of a text.
    static int[] points(String text) {
        return text.codePoints().toArray();
    }

    /// A text of one character for a message: itself in quotes and its code point, as `"ё"
    /// (U+0451)`.
    public static String describe(String text) {
        if (text.codePointCount(0, text.length()) != 1) {
            return '"' + text + '"';
        }
        int point = text.codePointAt(0);
        String code = "U+%04X".formatted(point);
        return Character.isISOControl(point) || Character.isWhitespace(point)
                ? code
                : "\"%s\" (%s)".formatted(text, code);
    }
}
