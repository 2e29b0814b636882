package org.unroll.benchmarks;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts this library in another process, with this process's own flags.
final class OwnCommand {
    private OwnCommand() {}

    static List<String> of(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(OwnProcess.class.getName());
        command.addAll(List.of(arguments));
        return command;
    }
}
