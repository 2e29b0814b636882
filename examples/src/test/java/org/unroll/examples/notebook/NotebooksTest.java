package org.unroll.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The notebooks that are stored, beside the programs that they are made of.
@Tag("once")
class NotebooksTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PROGRAMS = Path.of("src/main/java/org/unroll/examples");

    static List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/notebooks"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(file -> file.endsWith(".ipynb"))
                    .map(file -> file.replaceFirst("\\.ipynb$", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theyAreThere() throws Exception {
        assertThat(names()).containsExactly("000", "001", "002", "003", "004");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void aNotebookIsItsProgramsAndHasRun(String name) {
        assertThat(NotebookMaker.problems(ROOT, name)).isEmpty();
    }

    /// What [NotebookMaker#problems] has to say, of a notebook that has not run and then of one
    /// whose program was changed.
    @Test
    void whatIsWrongIsTold(@TempDir Path root) throws Exception {
        Path program = root.resolve("examples/src/main/java/org/unroll/examples/Notebook900.java");
        Files.createDirectories(program.getParent());
        String text =
                """
                /// # Title
                final class Notebook900 {
                    static void all() {
                        // %%
                        IO.println("a");
                        // %%
                        run.show("a", a);
                    }
                }
                """;
        Files.writeString(program, text);
        NotebookFile.write(NotebookMaker.file(root, "900"), NotebookMaker.cells(root, "900"));
        assertThat(NotebookMaker.problems(root, "900"))
                .containsExactly("900: cell 3 printed nothing", "900: cell 4 has no picture");
        Files.writeString(program, text.replace("println(\"a\")", "println(\"b\")"));
        assertThat(NotebookMaker.problems(root, "900"))
                .contains("900: the program has changed: tools/notebooks run 900");
    }

    /// Such as the times that Jupyter adds to each cell.
    @Test
    void whatJupyterAddsIsTold(@TempDir Path root) throws Exception {
        Path program = root.resolve("examples/src/main/java/org/unroll/examples/Notebook900.java");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "/// # Title\nfinal class Notebook900 {\n}\n");
        Path file = NotebookMaker.file(root, "900");
        NotebookFile.write(file, NotebookMaker.cells(root, "900"));
        assertThat(NotebookMaker.problems(root, "900")).isEmpty();
        String timed = "\"metadata\": {\"time\": 1}";
        Files.writeString(file, Files.readString(file).replaceFirst("\"metadata\": \\{}", timed));
        assertThat(NotebookMaker.problems(root, "900"))
                .containsExactly("900: it is not as it was stored: tools/notebooks run 900");
    }

    /// What the program prints as headings are those of the notebook, in the same order. The
    /// notebook has more, over cells that print nothing.
    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void whatTheProgramPrintsAsHeadingsTheNotebookHas(String name) throws Exception {
        String program = Files.readString(PROGRAMS.resolve("Notebook" + name + ".java"));
        List<String> printed =
                Pattern.compile("run\\.heading\\(\\s*\"(.*)\"\\);")
                        .matcher(program)
                        .results()
                        .map(heading -> heading.group(1))
                        .toList();
        String notebook =
                NotebookMaker.cells(ROOT, name).stream()
                        .filter(cell -> cell.kind() == Cell.Kind.MARKDOWN)
                        .map(Cell::source)
                        .collect(Collectors.joining("\n"));
        List<String> written =
                Pattern.compile("(?m)^## (.*)$")
                        .matcher(notebook)
                        .results()
                        .map(heading -> heading.group(1))
                        .toList();
        assertThat(printed).isNotEmpty();
        assertThat(written).containsSubsequence(printed);
    }
}
