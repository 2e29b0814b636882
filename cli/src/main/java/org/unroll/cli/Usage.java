package org.unroll.cli;

import java.util.function.Supplier;

/// Builds the library's options from the user's.
final class Usage {
    private Usage() {}

    /// What the library refuses while options are built is a wrong command line, not a failed work.
    static <T> T checked(Supplier<T> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
