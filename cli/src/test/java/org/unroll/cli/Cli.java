package org.unroll.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Runs the command line inside the test's own process.
///
/// @param exitCode what the process would end with
/// @param out all of standard output
/// @param err all of standard error
record Cli(int exitCode, String out, String err) {
    static Cli run(Path folder, String... arguments) {
        return runWithInput(folder, new byte[0], arguments);
    }

    static Cli runWithInput(Path folder, byte[] input, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Streams streams = streams(folder, input, out, err);
        int exitCode = Main.run(arguments, streams);
        streams.out().flush();
        streams.err().flush();
        return new Cli(exitCode, text(out), text(err));
    }

    static Streams streams(
            Path folder, byte[] input, ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Streams(
                new ByteArrayInputStream(input), stream(out), stream(err), false, folder);
    }

    List<String> errLines() {
        return err.lines().toList();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
