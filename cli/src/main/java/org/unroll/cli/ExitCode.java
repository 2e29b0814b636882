package org.unroll.cli;

/// What the process says about its end.
final class ExitCode {
    /// All went well.
    static final int SUCCESS = 0;

    /// The work failed: a bad file, a corrupt model, a full disk.
    static final int FAILURE = 1;

    /// The command line itself was wrong: nothing was tried.
    static final int USAGE = 2;

    private ExitCode() {}
}
