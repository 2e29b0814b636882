package org.unroll.cli;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/// How this program was started.
final class Launcher {
    private static final String STARTED_BY = System.getProperty("unroll.launcher", "");

    private Launcher() {}

    /// Whether our script started the JVM, with the flags that fit the command.
    static boolean used() {
        return !STARTED_BY.isEmpty();
    }

    /// What the user typed to get here, word by word, for lines that can be copied.
    static List<String> words() {
        if (STARTED_BY.contains("unroll")) {
            return List.of(STARTED_BY);
        }
        // After `java -jar FILE`, FILE is all of the class path.
        String path = System.getProperty("java.class.path", "");
        return path.endsWith(".jar") && !path.contains(File.pathSeparator)
                ? List.of("java", "-jar", path)
                : List.of("unroll");
    }

    /// The line that starts us with these words.
    static String line(String... words) {
        List<String> line = new ArrayList<>(words());
        line.addAll(List.of(words));
        return Arguments.quoted(line);
    }
}
