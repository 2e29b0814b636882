package org.unroll.cli;

/// How this program was started.
final class Launcher {
    private static final String STARTED_BY = System.getProperty("unroll.launcher", "");

    private Launcher() {}

    /// Whether our script started the JVM, with the flags that fit the command.
    static boolean used() {
        return !STARTED_BY.isEmpty();
    }

    /// What the user typed to get here, for lines that can be copied.
    static String command() {
        return STARTED_BY.contains("unroll") ? STARTED_BY : "unroll";
    }
}
