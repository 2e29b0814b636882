package org.unroll.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds command lines in help and documents, and splits them as a shell would.
final class Examples {
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|([^\\s'\"]+)");

    private Examples() {}

    /// The words after `unroll` of every line that begins with it; a backslash joins lines, and
    /// what comes after `<`, `|` or `#` is the shell's.
    static List<List<String>> in(String text) {
        List<List<String>> examples = new ArrayList<>();
        for (String line : text.replaceAll("\\\\\\R\\s*", "").lines().toList()) {
            String stripped = line.strip();
            if (stripped.startsWith("unroll ") || stripped.startsWith("./unroll ")) {
                examples.add(words(stripped.replaceAll("\\s+[<|#].*", "")));
            }
        }
        return examples;
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            for (int group = 1; group <= 3; group++) {
                if (matcher.group(group) != null) {
                    words.add(matcher.group(group));
                }
            }
        }
        return words.subList(1, words.size());
    }
}
