package org.unroll.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The command line in a process of its own, as users run it.
final class ChildProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader err;
    private final List<String> errLines = new ArrayList<>();

    private ChildProcess(Process process) {
        this.process = process;
        this.err = process.errorReader(StandardCharsets.UTF_8);
    }

    static ChildProcess start(Path folder, String... arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        words.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(words)
                        .directory(folder.toFile())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return new ChildProcess(process);
    }

    /// Reads standard error up to a line that begins so; false if the process ends before.
    boolean waitForLine(String beginning) throws IOException {
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            errLines.add(line);
            if (line.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }

    /// SIGKILL: nothing can be saved.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /// SIGTERM, which the JVM treats as Ctrl-C.
    void terminate() {
        process.toHandle().destroy();
    }

    /// Reads the rest of standard error and returns the exit code.
    int waitForEnd() throws IOException, InterruptedException {
        waitForLine("\u0000");
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("the process does not end: " + errLines);
        }
        return process.exitValue();
    }

    List<String> errLines() {
        return errLines;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
