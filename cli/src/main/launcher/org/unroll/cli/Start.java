package org.unroll.cli;

/// What `java -jar unroll.jar` starts. Compiled for Java 8, unlike everything else, so that an old
/// Java can run it and say what is missing, in place of the JVM's `UnsupportedClassVersionError`.
/// It names no other class of ours: loading one would be that error.
public final class Start {
    private static final int NEEDED = 25;

    private Start() {}

    /// Hands on to the command line, or ends with exit code 2 and one line.
    public static void main(String[] arguments) throws Exception {
        String version = System.getProperty("java.specification.version", "unknown");
        if (number(version) < NEEDED) {
            System.err.println(
                    "unroll: this is Java "
                            + version
                            + ", but Unroll needs Java "
                            + NEEDED
                            + " or newer: install Temurin "
                            + NEEDED
                            + " (https://adoptium.net) and start the jar with its java");
            System.exit(2);
        }
        Class.forName("org.unroll.cli.Main")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    /// Of "1.8" or "17"; what is not a number is from the time after it was written.
    private static int number(String version) {
        try {
            return (int) Double.parseDouble(version);
        } catch (NumberFormatException e) {
            return NEEDED;
        }
    }
}
