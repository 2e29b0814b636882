package org.unroll.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the notebooks' programs as `./unroll examples NAME --quick --plots DIR` does, and their
/// cells in the JDK's own shell.
class ExamplesIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final String VECTOR = "--add-modules=jdk.incubator.vector";

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "000, neurons",
        "001, gates gradients",
        "002, images loss-zeros loss-random confusion digits",
        "003, loss samples better better-samples gates gradients-before gradients-after memory",
        "004, losses-first losses before after gates-dog gates-cat forget"
    })
    void aProgramRunsAndDrawsAndPrintsWhatItsNotebookDoes(String name, String plots)
            throws Exception {
        Path pictures = folder.resolve("pictures");
        String printed = vector(name, "--quick", "--plots", pictures.toString());
        for (String plot : plots.split(" ")) {
            Path file = pictures.resolve(name + "-" + plot + ".png");
            assertThat(file).isNotEmptyFile();
        }
        assertThat(pictures.toFile().list()).hasSize(plots.split(" ").length);
        for (String heading : headings(name)) {
            assertThat(printed).contains("\n## " + heading + "\n");
        }
        // On the other kernels, by the quick compiler, as javac is most of it; but 002 would take a
        // minute without vectors.
        String notebook = ROOT.resolve("examples/notebooks").resolve(name + ".ipynb").toString();
        String flag = name.equals("002") ? VECTOR : "-XX:TieredStopAtLevel=1";
        assertThat(java(flag, "org.unroll.examples.notebook.ShellRunner", notebook))
                .as("its cells in the JDK's shell")
                .isEqualTo(printed.replaceAll("(?m)^\n## .*\n\n", ""));
    }

    @Test
    void eachKindOfTaskIsLearnedAndDrawn() throws Exception {
        Path pictures = folder.resolve("pictures");
        assertThat(vector("kinds-of-task", "--seed", "1", "--plots", pictures.toString()))
                .contains("11111111: even", "00000100: odd", "7: seven", "face: ecaf");
        for (String kind : List.of("many-to-one", "one-to-many", "many-to-many")) {
            assertThat(pictures.resolve("kinds-of-task-" + kind + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void anotherSeedGivesOtherNumbers() throws Exception {
        assertThat(vector("000", "--seed", "1")).isNotEqualTo(vector("000", "--seed", "2"));
    }

    @Test
    void theyAreListed() throws Exception {
        assertThat(vector())
                .contains("000 ", "001 ", "002 ", "003 ", "004 ", "own-cell ", "--quick");
    }

    private static List<String> headings(String name) throws IOException {
        Path source = Path.of("src/main/java/org/unroll/examples/Notebook" + name + ".java");
        return Pattern.compile("run\\.heading\\(\\s*\"(.*)\"\\);")
                .matcher(Files.readString(source))
                .results()
                .map(heading -> heading.group(1))
                .toList();
    }

    private String vector(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("org.unroll.examples.Main"));
        all.addAll(List.of(arguments));
        return java(VECTOR, all.toArray(String[]::new));
    }

    /// Runs a program of this module's jars to its end, and returns its standard output.
    private String java(String flag, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add(flag);
        command.addAll(List.of("-Xmx512m", "-Dstdout.encoding=UTF-8", "-Dunroll.root=" + ROOT));
        command.addAll(List.of("-cp", "target/lib/*"));
        command.addAll(List.of(arguments));
        File errors = folder.resolve("errors").toFile();
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors);
        builder.environment().put("UNROLL_QUICK", "1");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s%s", command, output, Files.readString(errors.toPath()))
                .isZero();
        return output;
    }
}
