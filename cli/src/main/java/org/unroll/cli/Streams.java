package org.unroll.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a command reads and writes: results on `out`, everything else on `err`, UTF-8 whatever the
/// locale says.
///
/// @param in standard input, as bytes
/// @param out standard output; buffered, so whoever wants to be seen at once flushes
/// @param err standard error
/// @param errIsTerminal whether somebody watches `err`: then progress is a bar, otherwise lines
/// @param folder where files go whose place the user does not say: the current folder
record Streams(
        InputStream in, PrintStream out, PrintStream err, boolean errIsTerminal, Path folder) {
    /// Those of this process. The launcher may have put a filter before standard error; then it
    /// names the terminal behind it.
    static Streams ofProcess() {
        @Nullable String terminal = System.getProperty("unroll.terminal");
        if (terminal != null) {
            try {
                return new Streams(
                        System.in,
                        ResultStream.ofProcess(),
                        open(new FileOutputStream(terminal, true)),
                        true,
                        Path.of(""));
            } catch (FileNotFoundException e) {
                // Then through the filter, as lines.
            }
        }
        return new Streams(
                System.in,
                ResultStream.ofProcess(),
                open(FileDescriptor.err),
                isTerminal(),
                Path.of(""));
    }

    private static PrintStream open(FileOutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream), false, StandardCharsets.UTF_8);
    }

    private static PrintStream open(FileDescriptor descriptor) {
        return open(new FileOutputStream(descriptor));
    }

    /// Flushes `out` and ends the command if that fails: quietly if its reader has gone.
    void flushResults() {
        if (out.checkError()) {
            throw out instanceof ResultStream results && results.readerHasGone()
                    ? Failure.outputClosed()
                    : Failure.work("standard output cannot be written");
        }
    }

    /// Writes one line to `err`, at once.
    void note(String line) {
        err.println(line);
        err.flush();
    }

    /// Java knows whether standard *output* is a terminal. For standard error the file system is
    /// asked where it shows descriptors; elsewhere both streams are taken to be alike.
    @SuppressWarnings("SystemConsoleNull") // It is null where the console is not JLine's.
    private static boolean isTerminal() {
        Path descriptor = Path.of("/proc/self/fd/2");
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("/dev/pts/")
                    || target.startsWith("/dev/tty")
                    || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            @Nullable Console console = System.console();
            return console != null && console.isTerminal();
        }
    }
}
