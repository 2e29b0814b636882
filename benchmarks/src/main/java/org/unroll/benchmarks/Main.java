package org.unroll.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// The entry of `./unroll bench`.
public final class Main {
    private Main() {}

    /// Runs what is asked for and ends the process with its exit code.
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Bench());
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Shows this.")
                                .build());
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.setExecutionExceptionHandler((e, _, _) -> {
            Progress.line("unroll bench: " + e.getMessage());
            return e instanceof UnsupportedOperationException ? 2 : 1;
        });
        System.exit(command.execute(arguments));
    }
}
