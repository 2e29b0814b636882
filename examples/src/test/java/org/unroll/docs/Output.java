package org.unroll.docs;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Compares what a page shows with what came out.
final class Output {
    private Output() {}

    /// The shown lines must stand in the output one after the other; `…` stands for any characters,
    /// on a line of its own for any lines.
    static void check(String shown, String output, String place) {
        List<String> lines = shown.lines().map(Output::expression).toList();
        String expression = lines.stream().collect(Collectors.joining("", "(?m)^", ""));
        if (!Pattern.compile(expression).matcher(trimmed(output)).find()) {
            throw new AssertionError(
                    "%s: the page shows%n%s%nbut this came out:%n%s"
                            .formatted(place, shown, output));
        }
    }

    private static String expression(String line) {
        if (line.strip().equals("…")) {
            return "(?:.*\\n)*?";
        }
        return Pattern.compile("…", Pattern.LITERAL)
                        .splitAsStream(line.stripTrailing())
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*", "", line.endsWith("…") ? ".*" : ""))
                + "\\n";
    }

    private static String trimmed(String text) {
        return text.lines().map(String::stripTrailing).collect(Collectors.joining("\n", "", "\n"));
    }
}
