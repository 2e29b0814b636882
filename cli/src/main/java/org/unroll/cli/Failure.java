package org.unroll.cli;

/// Ends a command with an exit code and one line for the user.
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        // No stack trace and no cause: the line is all that is shown.
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /// The command line was wrong.
    static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /// The work could not be done.
    static Failure work(String message) {
        return new Failure(ExitCode.FAILURE, message);
    }

    /// The reader of standard output has gone (`| head`): ends without a word.
    static Failure outputClosed() {
        return new Failure(ExitCode.FAILURE, "");
    }

    int exitCode() {
        return exitCode;
    }

    String line() {
        return String.valueOf(getMessage());
    }
}
