package org.unroll.cli;

import picocli.CommandLine.Option;

/// The option that every command has.
final class HelpFlag {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;
}
