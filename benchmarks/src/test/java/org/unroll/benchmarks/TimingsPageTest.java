package org.unroll.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;
import picocli.CommandLine;

/// The page of reference on timings names every option and every workload, and no other.
class TimingsPageTest {
    private static String page() throws Exception {
        return Files.readString(Path.of("..", "docs", "reference", "benchmarks.md"));
    }

    private static Set<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void namesEveryOption() throws Exception {
        Set<String> options =
                new TreeSet<>(new CommandLine(new Bench()).getCommandSpec().optionsMap().keySet());
        options.removeIf(option -> !option.startsWith("--"));
        options.remove("--version");
        options.add("--help");
        assertThat(found("[` ](--[a-z-]+)[ `]", page())).isEqualTo(options);
    }

    @Test
    void tellsTheDefaults() throws Exception {
        for (var option : new CommandLine(new Bench()).getCommandSpec().options()) {
            if (option.defaultValue() != null) {
                assertThat(page())
                        .containsPattern(
                                "\\| `"
                                        + option.longestName()
                                        + "` \\|.*\\| "
                                        + option.defaultValue()
                                        + " \\|");
            }
        }
    }

    @Test
    void tellsTheCostOfEveryOption() throws Exception {
        assertThat(found("(?m)^\\| ([a-z, ]+) \\| [0-9.]+ \\| [0-9.]+ \\|$", page()))
                .isEqualTo(
                        CellOption.all().stream()
                                .map(CellOption::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void namesEveryWorkload() throws Exception {
        for (Workload workload : Workloads.all()) {
            assertThat(page()).containsPattern("(?m)^\\| (.*, )?" + workload.name() + "[, ]");
        }
    }
}
