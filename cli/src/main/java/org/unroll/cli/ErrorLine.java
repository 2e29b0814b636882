package org.unroll.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import org.unroll.data.InputException;
import org.unroll.train.NonFiniteException;

/// Turns whatever ended a command into one line on standard error and an exit code.
final class ErrorLine {
    /// Set to anything, it shows the stack traces that users are spared.
    private static final String TRACE = "UNROLL_TRACE";

    private ErrorLine() {}

    static int report(Throwable problem, Streams streams) {
        String line = line(problem);
        if (!line.isEmpty()) {
            streams.out().flush();
            streams.note("unroll: " + line.strip().replaceAll("\\s*\\R\\s*", "; "));
        }
        if (System.getenv(TRACE) != null) {
            problem.printStackTrace(streams.err());
        }
        return problem instanceof Failure failure ? failure.exitCode() : ExitCode.FAILURE;
    }

    private static String line(Throwable problem) {
        return switch (problem) {
            case Failure failure -> failure.line();
            case InputException input -> message(input);
            case NonFiniteException stopped -> message(stopped);
            case InvalidPathException path -> "not a file name in this locale: " + path.getInput();
            case UncheckedIOException wrapped when wrapped.getCause() != null ->
                    file(wrapped.getCause());
            case IOException io -> file(io);
            case OutOfMemoryError _ ->
                    "out of memory with a heap of "
                            + Runtime.getRuntime().maxMemory() / (1 << 20)
                            + " MB: give more (UNROLL_JAVA_OPTS=-Xmx8g) or take a smaller"
                            + " --batch-size, --sequence-length or --hidden";
            default ->
                    "internal error: "
                            + problem
                            + " (set UNROLL_TRACE=1 to see where; please report it)";
        };
    }

    private static String file(IOException problem) {
        return switch (problem) {
            case NoSuchFileException missing -> "no such file: " + missing.getFile();
            case AccessDeniedException denied -> "no permission: " + denied.getFile();
            case FileSystemException other when other.getReason() != null ->
                    other.getFile() + ": " + other.getReason();
            default -> message(problem);
        };
    }

    private static String message(Throwable problem) {
        String message = problem.getMessage();
        return message == null || message.isBlank() ? problem.toString() : message;
    }
}
