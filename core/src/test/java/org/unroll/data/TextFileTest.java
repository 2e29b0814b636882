package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
    @TempDir Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("a.txt"), bytes);
    }

    @Test
    void readsTextAndHash() throws IOException {
        TextFile text = TextFile.read(file("abc".getBytes(StandardCharsets.UTF_8)));
        assertThat(text.name()).isEqualTo("a.txt");
        assertThat(text.text()).isEqualTo("abc");
        // FIPS 180-2, appendix B.1
        assertThat(text.sha256())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    @Test
    void dropsTheByteOrderMarkAndEvensOutLineEnds() throws IOException {
        byte[] bytes = "\uFEFFab\r\ncd\ref\n".getBytes(StandardCharsets.UTF_8);
        assertThat(TextFile.read(file(bytes)).text()).isEqualTo("ab\ncd\nef\n");
    }

    @Test
    void saysWhereTheTextIsNotUtf8() throws IOException {
        Path file = file(new byte[] {'a', '\n', 'b', '\n', 'c', (byte) 0xE9, 't'});
        assertThatThrownBy(() -> TextFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": not UTF-8: byte 0xE9 at offset 5, line 3");
    }

    @Test
    void noticesACharacterCutOffAtTheEnd() throws IOException {
        Path file = file(new byte[] {'a', (byte) 0xD0});
        assertThatThrownBy(() -> TextFile.read(file))
                .hasMessage(file + ": not UTF-8: byte 0xD0 at offset 1, line 1");
    }

    @Test
    void refusesWhatIsMissingEmptyOrAFolder() throws IOException {
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> TextFile.read(missing)).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> TextFile.read(folder)).hasMessageContaining("it is a folder");
        Path empty = file(new byte[] {'\n', ' ', '\n'});
        assertThatThrownBy(() -> TextFile.read(empty)).hasMessage(empty + ": the file is empty");
    }
}
