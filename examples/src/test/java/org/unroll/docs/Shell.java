package org.unroll.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs commands as a reader types them, in a folder that looks like Unroll's own: with `./unroll`
/// and `data`.
final class Shell implements AutoCloseable {
    private static final long MINUTES = 15;
    private static final List<String> LINKS = List.of("unroll", "data");

    private final Path folder;

    /// How commands ended.
    ///
    /// @param exitCode of the last one
    /// @param output standard output
    /// @param errors standard error
    record Ended(int exitCode, String output, String errors) {}

    private Shell(Path folder) {
        this.folder = folder;
    }

    static Shell in(Path folder) throws IOException {
        for (String name : LINKS) {
            Files.createSymbolicLink(folder.resolve(name), Page.ROOT.resolve(name));
        }
        return new Shell(folder);
    }

    /// Runs a script. It goes through a file: what a command line can hold depends on the locale.
    Ended script(String text, String... interpreter) throws IOException, InterruptedException {
        Path file = Files.createTempFile("unroll-docs", ".script");
        try {
            Files.writeString(file, text);
            return run(Stream.concat(Stream.of(interpreter), Stream.of(file.toString())).toList());
        } finally {
            Files.delete(file);
        }
    }

    Ended run(List<String> command) throws IOException, InterruptedException {
        Path logs = Files.createTempDirectory("unroll-docs");
        Path output = logs.resolve("output");
        Path errors = logs.resolve("errors");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process =
                    builder.redirectInput(ProcessBuilder.Redirect.from(emptyFile(logs)))
                            .redirectOutput(output.toFile())
                            .redirectError(errors.toFile())
                            .start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError(command + " does not end");
            }
            return new Ended(
                    process.exitValue(), Files.readString(output), Files.readString(errors));
        } finally {
            for (String name : List.of("output", "errors", "nothing")) {
                Files.deleteIfExists(logs.resolve(name));
            }
            Files.delete(logs);
        }
    }

    @Override
    public void close() throws IOException {
        for (String name : LINKS) {
            Files.delete(folder.resolve(name));
        }
    }

    private static File emptyFile(Path folder) throws IOException {
        return Files.createFile(folder.resolve("nothing")).toFile();
    }
}
