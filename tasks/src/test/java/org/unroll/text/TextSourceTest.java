package org.unroll.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;

class TextSourceTest {
    @TempDir Path folder;

    @Test
    void aColumnGivesALineForEachRow() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("plants.data"),
                        "abelia,fl,nc\nabelia x grandiflora,fl\nabies\n");
        TextSource source = TextSource.column(file, 1, ',');
        assertThat(source.text()).isEqualTo("abelia\nabelia x grandiflora\nabies\n");
        assertThat(source.data().name()).isEqualTo("plants.data");
        assertThatThrownBy(() -> TextSource.column(file, 2, ','))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ", line 3: no column 2; the line has 1");
    }

    @Test
    void aWholeFileIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one, two\r\nthree");
        assertThat(TextSource.read(file).text()).isEqualTo("one, two\nthree");
    }
}
