package org.unroll.cli;

/// The words of the command line as they came from the shell.
final class Arguments {
    private static final char UNREADABLE = '\uFFFD';

    private Arguments() {}

    /// Refuses words that the JVM could not decode: in a locale that is not UTF-8 it turns every
    /// letter outside ASCII into the replacement character before any code of ours runs.
    static void check(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].indexOf(UNREADABLE) >= 0) {
                throw Failure.usage(
                        "argument "
                                + (i + 1)
                                + " has letters that the locale ("
                                + System.getProperty("sun.jnu.encoding")
                                + ") cannot express: set LC_ALL=C.UTF-8 or another UTF-8 locale");
            }
        }
    }

    /// The words as a line that a shell would read back as the same words.
    static String quoted(Iterable<String> words) {
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            line.append(line.isEmpty() ? "" : " ").append(quoted(word));
        }
        return line.toString();
    }

    private static String quoted(String word) {
        boolean plain = !word.isEmpty();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            plain &= Character.isLetterOrDigit(c) || "-_./=:,+@%".indexOf(c) >= 0;
        }
        return plain ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
