package org.unroll.benchmarks;

import picocli.CommandLine;

/// The entry of `./unroll bench`.
public final class Main {
    private Main() {}

    /// Runs what is asked for and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Bench())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setExecutionExceptionHandler((e, _, _) -> {
                            Progress.line("unroll bench: " + e.getMessage());
                            return e instanceof UnsupportedOperationException ? 2 : 1;
                        })
                        .execute(arguments));
    }
}
