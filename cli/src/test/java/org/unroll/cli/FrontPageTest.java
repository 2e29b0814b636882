package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontPageTest {
    static final java.util.List<String> COMMANDS = CommandTable.NAMES;

    private final Path folder = Path.of("");

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void frontPageNamesEveryCommand(String name) {
        assertThat(Cli.run(folder, "--help").out()).contains("\n  " + name + " ");
    }

    @Test
    void withoutArgumentsThePageIsAnError() {
        Cli none = Cli.run(folder);
        assertThat(none.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(none.out()).isEmpty();
        assertThat(none.err()).isEqualTo(Cli.run(folder, "--help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V"})
    void versionNamesVersionJdkAndKernels(String option) {
        Cli version = Cli.run(folder, option);
        assertThat(version.exitCode()).isZero();
        assertThat(version.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("Unroll "),
                        line ->
                                assertThat(line)
                                        .startsWith("jdk " + System.getProperty("java.version")),
                        line -> assertThat(line).matches("kernels .*(vector|scalar).*"));
        assertThat(version.err()).isEmpty();
    }

    @Test
    void versionAsJson() {
        assertThat(JsonText.object(Cli.run(folder, "--version", "--json").out()))
                .containsKeys("version", "jdk", "kernels", "threads");
    }

    @Test
    void helpIsAlsoACommand() {
        assertThat(Cli.run(folder, "help").out()).isEqualTo(Cli.run(folder, "--help").out());
        assertThat(Cli.run(folder, "help", "generate").out())
                .isEqualTo(Cli.run(folder, "generate", "--help").out());
        assertThat(Cli.run(folder, "help", "train", "text").out())
                .isEqualTo(Cli.run(folder, "train", "text", "--help").out());
        assertThat(Cli.run(folder, "train", "--help").out()).contains("text", "classes");
    }
}
