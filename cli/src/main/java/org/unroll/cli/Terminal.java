package org.unroll.cli;

import org.jspecify.annotations.Nullable;

/// What is known of the terminal. A library would bring native code to ask for its width: the
/// launcher asks `stty` once.
final class Terminal {
    private static final int STANDARD_COLUMNS = 80;

    private Terminal() {}

    /// How wide it is. Where nobody knows, it is taken to be 80.
    static int columns() {
        @Nullable String asked = System.getProperty("unroll.columns", System.getenv("COLUMNS"));
        try {
            int columns = asked == null ? 0 : Integer.parseInt(asked);
            return columns > 0 ? columns : STANDARD_COLUMNS;
        } catch (NumberFormatException _) {
            return STANDARD_COLUMNS;
        }
    }
}
