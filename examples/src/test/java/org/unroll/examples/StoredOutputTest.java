package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.examples.notebook.Cell;
import org.unroll.examples.notebook.NotebookFile;

/// What stands in a stored notebook is what its program prints, to the last digit: on every
/// machine, with the Vector API and without. For the notebooks that take seconds; of the others,
/// `tools/notebooks run` makes the files again, and git shows what has changed.
class StoredOutputTest {
    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of("000", new Notebook000()), Arguments.of("001", new Notebook001()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void theNotebookStoresWhatTheProgramPrints(String name, Program program) throws Exception {
        String printed = Captured.output(program, name).replaceAll("(?m)^\n## .*\n\n", "");
        String stored =
                NotebookFile.read(Path.of("notebooks", name + ".ipynb")).stream()
                        .flatMap(cell -> cell.outputs().stream())
                        .filter(output -> output.kind() == Cell.Form.TEXT)
                        .map(Cell.Output::content)
                        .collect(Collectors.joining());
        assertThat(printed).isEqualTo(stored);
    }
}
