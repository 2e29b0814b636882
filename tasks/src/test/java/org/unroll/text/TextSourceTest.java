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
    void shuffledLinesAreTheSameLinesInAnotherOrder() {
        String text = "a\nbb\n\nccc\nd\ne\nf\ng\n";
        TextSource source = TextSource.of("names", text);
        TextSource shuffled = source.shuffledLines(1);
        assertThat(shuffled.text()).isNotEqualTo(text).endsWith("\n");
        assertThat(shuffled.text().lines())
                .containsExactlyInAnyOrder("a", "bb", "", "ccc", "d", "e", "f", "g");
        assertThat(shuffled.data().name()).isEqualTo("names");
        assertThat(shuffled.data().sha256()).isNotEqualTo(source.data().sha256());
        assertThat(source.shuffledLines(1)).isEqualTo(shuffled);
        assertThat(source.shuffledLines(2)).isNotEqualTo(shuffled);
    }

    @Test
    void aLastLineWithoutAnEndGetsNone() {
        TextSource source = TextSource.of("names", "a\nb\nc\nd");
        assertThat(source.shuffledLines(1).text()).hasSize(7).doesNotEndWith("\n");
        assertThat(source.shuffledLines(1).text().lines())
                .containsExactlyInAnyOrder("a", "b", "c", "d");
    }

    @Test
    void aWholeFileIsTakenAsItIs() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "one, two\r\nthree");
        assertThat(TextSource.read(file).text()).isEqualTo("one, two\nthree");
    }
}
