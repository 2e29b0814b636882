package org.unroll.cli;

import java.util.Map;

/// A command of the command line. Its options are fields that picocli fills.
interface Command {
    /// Does the work and returns the exit code. What goes wrong is thrown: [ErrorLine] makes one
    /// line of it.
    int run();

    /// Values of options that are not given, by option. They come from the library, so that help
    /// and library cannot disagree.
    default Map<String, String> defaults() {
        return Map.of();
    }
}
