package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The command line's reference names every option that a command's help names, with its default,
/// and no other.
@DisabledOnOs(OS.WINDOWS)
class CommandLinePageIT {
    private static final Path PATH = Path.of("docs", "reference", "command-line.md");
    private static final List<String> COMMANDS =
            List.of(
                    "train text",
                    "train classes",
                    "generate",
                    "classify",
                    "evaluate",
                    "inspect",
                    "demo");

    @TempDir private Path folder;

    @Test
    void everyOptionOfEveryCommandIsThereAndNoOther() throws Exception {
        Shell shell = Shell.in(folder);
        Page page =
                Page.all().stream()
                        .filter(candidate -> candidate.path().equals(PATH))
                        .findFirst()
                        .orElseThrow();
        Set<String> known = new TreeSet<>(List.of("--version", "--help"));
        for (String command : COMMANDS) {
            Shell.Ended ended = shell.run(List.of("bash", "-c", "./unroll " + command + " --help"));
            String help = ended.output().replaceAll("(?s)\nExamples:.*", "");
            Set<String> options = optionsIn(help);
            known.addAll(options);
            assertThat(optionsIn(String.join("\n", sectionsFor(page, command))))
                    .as("options of " + command)
                    .containsAll(options);
        }
        for (Page any : Page.all()) {
            String spans =
                    any.prose().stream()
                            .flatMap(line -> Pattern.compile("`(--[^`]*)`").matcher(line).results())
                            .map(span -> span.group(1))
                            .filter(span -> !span.startsWith("--add-modules"))
                            .collect(Collectors.joining(" "));
            assertThat(known).as("options that %s names", any).containsAll(optionsIn(spans));
        }
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

    private static Set<String> optionsIn(String text) {
        return Pattern.compile("(?<![\\w-])--[a-z][a-z-]*")
                .matcher(text)
                .results()
                .map(match -> match.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
