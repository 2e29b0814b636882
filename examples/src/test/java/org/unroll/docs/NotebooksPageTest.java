package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.examples.notebook.Cell;
import org.unroll.examples.notebook.NotebookFile;

/// The page that sets each step of the notebooks beside ours leaves none out, names what there is,
/// and says of our outputs only what is stored.
@Tag("once")
class NotebooksPageTest {
    private static final Path PROGRAMS = Path.of("src/main/java/org/unroll/examples");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    /// A notebook's table.
    ///
    /// @param name such as `001`
    /// @param first number of a code cell of the original
    /// @param last number of a code cell of the original
    record Notebook(String name, int first, int last) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Notebook> notebooks() {
        return List.of(
                new Notebook("000", 1, 10),
                new Notebook("001", 1, 43),
                new Notebook("002", 1, 10),
                new Notebook("003", 106, 115),
                new Notebook("004", 1, 42));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void noStepIsMissing(Notebook notebook) {
        List<Integer> steps = new ArrayList<>();
        for (String[] row : rows(notebook)) {
            Matcher range = Pattern.compile("(\\d+)(?:-(\\d+))?").matcher(row[0]);
            if (range.matches()) {
                int from = Integer.parseInt(range.group(1));
                int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
                IntStream.rangeClosed(from, to).forEach(steps::add);
            } else {
                assertThat(row[0]).isEmpty();
            }
        }
        assertThat(steps)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(notebook.first(), notebook.last()).boxed().toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void whatIsNamedIsThere(Notebook notebook) throws Exception {
        for (String[] row : rows(notebook)) {
            for (String place : codeIn(row[2])) {
                if (place.endsWith(".md")) {
                    assertThat(Path.of("..", place)).exists();
                    continue;
                }
                String[] parts = place.split("\\.");
                Path file = PROGRAMS.resolve(parts[0] + ".java");
                assertThat(file).as(place).exists();
                if (parts.length == 2) {
                    assertThat(Files.readString(file))
                            .as(place)
                            .containsPattern("(static .* |record |class )" + parts[1] + "\\b");
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("notebooks")
    void whatOursPrintsIsStored(Notebook notebook) {
        String stored =
                NotebookFile.read(Path.of("notebooks", notebook + ".ipynb")).stream()
                        .flatMap(cell -> cell.outputs().stream())
                        .filter(output -> output.kind() == Cell.Form.TEXT)
                        .map(Cell.Output::content)
                        .collect(Collectors.joining());
        for (String[] row : rows(notebook)) {
            for (String value : codeIn(row[4])) {
                assertThat(stored).as(String.join(" | ", row)).contains(value);
            }
        }
    }

    private static Page page() {
        return Page.all().stream()
                .filter(page -> page.path().endsWith(Path.of("reference", "notebooks.md")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> codeIn(String cell) {
        return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    /// The five cells of each row below the head.
    private static List<String[]> rows(Notebook notebook) {
        List<String> lines = page().lines();
        int begin = lines.indexOf("## " + notebook);
        assertThat(begin).as("heading of %s", notebook).isNotNegative();
        List<String[]> rows = new ArrayList<>();
        for (String line : lines.subList(begin + 1, lines.size())) {
            if (line.startsWith("## ")) {
                break;
            }
            if (line.startsWith("| ") && !line.startsWith("| Step ")) {
                String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
                assertThat(cells).as(line).hasSize(5);
                rows.add(Stream.of(cells).map(String::strip).toArray(String[]::new));
            }
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }
}
