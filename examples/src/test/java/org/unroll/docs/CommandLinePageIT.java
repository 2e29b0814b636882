package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The command line's reference names every option that a command's help names, with its default,
/// and no page names another.
@DisabledOnOs(OS.WINDOWS)
class CommandLinePageIT {
    private static final Path PATH = Path.of("docs", "reference", "command-line.md");
    private static final Path TIMINGS = Path.of("docs", "reference", "benchmarks.md");
    private static final List<String> COMMANDS =
            List.of(
                    "train text",
                    "train classes",
                    "generate",
                    "classify",
                    "evaluate",
                    "inspect",
                    "data",
                    "demo");

    @TempDir private Path folder;

    @Test
    void everyOptionAndDefaultIsThereAndNoOther() throws Exception {
        Page page =
                Page.all().stream()
                        .filter(candidate -> candidate.path().equals(PATH))
                        .findFirst()
                        .orElseThrow();
        Set<String> known = new TreeSet<>(List.of("--version", "--help"));
        try (Shell shell = Shell.in(folder)) {
            for (String command : COMMANDS) {
                String help = shell.script("./unroll " + command + " --help", "bash").output();
                Map<String, String> options = optionsWithDefaults(help);
                known.addAll(options.keySet());
                options.forEach((option, value) ->
                        assertThat(row(page, command, option))
                                .as("%s %s", command, option)
                                .contains(value));
            }
        }
        try (Shell shell = Shell.in(folder)) {
            String help = shell.script("./unroll examples --help", "bash").output();
            known.addAll(optionsWithDefaults(help).keySet());
        }
        for (Page any : Page.all()) {
            if (any.path().equals(TIMINGS)) {
                known.addAll(optionsNamedBy(any)); // the module benchmarks compares that page
            }
        }
        for (Page any : Page.all()) {
            assertThat(known).as("options that %s names", any).containsAll(optionsNamedBy(any));
        }
    }

    /// What stands in the table about an option; nothing if it is missing.
    private static String row(Page page, String command, String option) {
        return sectionsFor(page, command).stream()
                .filter(line -> line.startsWith("| `" + option + "` |"))
                .collect(Collectors.joining());
    }

    /// Every option of a help text, with its default if that is a single word.
    private static Map<String, String> optionsWithDefaults(String help) {
        Map<String, String> options = new TreeMap<>();
        String[] parts = help.replaceAll("(?s)\nExamples:.*", "").split("\n +(?:-h, )?(?=--[a-z])");
        for (String part : List.of(parts).subList(1, parts.length)) {
            String text = part.replaceAll("\\s+", " ");
            Matcher value = Pattern.compile("\\(default:? ([^ )]+)\\)").matcher(text);
            String option = text.replaceFirst(" .*", "");
            options.put(option, value.find() ? value.group(1) : option);
        }
        return options;
    }

    private static Set<String> optionsNamedBy(Page page) {
        return page.prose().stream()
                .flatMap(line -> Pattern.compile("`(--[a-z-]+)[^`]*`").matcher(line).results())
                .map(span -> span.group(1))
                .filter(option -> !option.equals("--add-modules"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// The lines under headings that name the command, or that say "All commands" or "Training".
    private static List<String> sectionsFor(Page page, String command) {
        List<String> lines = new ArrayList<>();
        boolean inside = false;
        for (String line : page.lines()) {
            if (line.startsWith("#")) {
                boolean training = command.startsWith("train") && line.contains("Training options");
                inside = training || line.contains("All commands") || line.contains("`" + command);
            } else if (inside) {
                lines.add(line);
            }
        }
        return lines;
    }
}
