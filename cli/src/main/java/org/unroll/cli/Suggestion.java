package org.unroll.cli;

import java.util.List;

/// What somebody may have meant.
final class Suggestion {
    private Suggestion() {}

    /// The line for a command that does not exist.
    static String unknownCommand(String first, String second) {
        if (first.equals("train")) {
            String meant = closest(second, List.of("text", "classes"));
            String got = second.isEmpty() ? "nothing" : "'" + second + "'";
            return "expected 'train text' or 'train classes' but got "
                    + got
                    + " after 'train'"
                    + (meant.isEmpty() ? "" : "; did you mean 'train " + meant + "'?");
        }
        if (first.startsWith("-")) {
            return "unknown option '" + first + "' before the command; see 'unroll --help'";
        }
        List<String> known =
                List.of(
                        "demo",
                        "train",
                        "generate",
                        "classify",
                        "evaluate",
                        "inspect",
                        "completion");
        String meant = closest(first, known);
        return "unknown command '"
                + first
                + "'"
                + (meant.isEmpty()
                        ? "; see 'unroll --help' for all commands"
                        : "; did you mean '" + meant + "'?");
    }

    /// The candidate that differs in the fewest letters, or an empty text if all differ in many.
    static String closest(String word, List<String> candidates) {
        String best = "";
        int least = Math.max(2, word.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = distance(word, candidate);
            boolean begins = word.length() > 2 && candidate.startsWith(word);
            if (distance < least || (begins && best.isEmpty())) {
                best = candidate;
                least = distance;
            }
        }
        return best;
    }

    /// Levenshtein's distance.
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
