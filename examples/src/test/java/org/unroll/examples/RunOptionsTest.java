package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.data.InputException;
import org.unroll.datasets.Dataset;

@Tag("once")
class RunOptionsTest {
    @Test
    void withoutOptionsItIsTheWholeExampleWithSeed42() {
        RunOptions options = RunOptions.of("004");
        assertThat(options.names()).containsExactly("004");
        assertThat(options.any()).isFalse();
        assertThat(options.quick()).isFalse();
        assertThat(options.seed()).isEqualTo(42);
        assertThat(options.seeds()).isEqualTo(1);
        assertThat(options.plots()).isEmpty();
        assertThat(options.data()).isEmpty();
    }

    @Test
    void optionsStandAnywhereWithOrWithoutASignOfEquality() {
        RunOptions options =
                RunOptions.of(
                        "--quick",
                        "000",
                        "--plots",
                        "p",
                        "004",
                        "--seed=7",
                        "--seeds",
                        "5",
                        "--data=d");
        assertThat(options.names()).containsExactly("000", "004");
        assertThat(options.any()).isTrue();
        assertThat(options.quick()).isTrue();
        assertThat(options.plots()).contains(Path.of("p"));
        assertThat(options.data()).contains(Path.of("d"));
        assertThat(options.seed()).isEqualTo(7);
        assertThat(options.seeds()).isEqualTo(5);
    }

    @Test
    void dataLieWhereTheOptionSays(@TempDir Path folder) throws IOException {
        Run run = Run.ofOptions("003", RunOptions.of("003", "--data", folder.toString()));
        assertThatThrownBy(() -> run.data(Dataset.plants()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        folder
                                + ": no plants there; 'unroll data plants' fetches it; --quick"
                                + " needs no data");
        Path file = Files.createFile(folder.resolve("plants.data"));
        assertThatThrownBy(() -> run.data(Dataset.plants()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + " has other content: SHA-256 ")
                .hasMessageEndingWith("; 'unroll data plants' fetches it; --quick needs no data");
    }

    @Test
    void theFolderForPicturesIsMadeOrRefusedAtOnce(@TempDir Path folder) throws Exception {
        RunOptions.of("000", "--plots", folder.resolve("a/b").toString()).makeFolder();
        assertThat(folder.resolve("a/b")).isDirectory();
        Path file = Files.createFile(folder.resolve("file"));
        RunOptions options = RunOptions.of("000", "--plots", file.toString());
        assertThatThrownBy(options::makeFolder)
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": is a file, not a folder for pictures");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    --fast,      there is no option --fast
                    --plots,     --plots wants a value
                    --plots=,    --plots wants a folder
                    --seed=x,    '--seed is a whole number, not ''x'''
                    --seed=-1,   --seed is a whole number from 0
                    --seeds=0,   --seeds is a whole number from 1 to 100
                    --seeds=101, --seeds is a whole number from 1 to 100
                    """)
    void whatIsNotUnderstoodIsNamed(String option, String message) {
        assertThatThrownBy(() -> RunOptions.of("004", option))
                .isInstanceOf(InputException.class)
                .hasMessage(message);
    }
}
