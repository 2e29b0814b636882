package org.unroll.formats.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.data.InputException;

class IdxFileTest {
    /// Two rows of three bytes, written out as the format's description has it.
    private static final byte[] SMALL =
            HexFormat.of().parseHex("00000802" + "00000002" + "00000003" + "00017F80FEFF");

    @TempDir Path folder;

    private Path file(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("some-idx2-ubyte"), bytes);
    }

    private static byte[] gzipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void check(IdxFile read) {
        assertThat(read.dims()).containsExactly(2, 3);
        assertThat(read.toInts()).containsExactly(0, 1, 127, 128, 254, 255);
    }

    @Test
    void readsWhatTheDescriptionSays() throws IOException {
        check(IdxFile.read(file(SMALL)));
    }

    @Test
    void readsItCompressedWhateverItsName() throws IOException {
        check(IdxFile.read(file(gzipped(SMALL))));
    }

    @Test
    void writesTheSameBytes() throws IOException {
        Path written = folder.resolve("written");
        IdxFile.read(file(SMALL)).write(written);
        assertThat(written).hasBinaryContent(SMALL);
    }

    @Test
    void aFileThatIsCutOffIsRefusedWhereverTheCutIs() throws IOException {
        for (int length = 0; length < SMALL.length; length++) {
            Path cut = file(Arrays.copyOf(SMALL, length));
            assertThatThrownBy(() -> IdxFile.read(cut))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(cut + ": cut off");
        }
    }

    @Test
    void aCompressedFileThatIsCutOffIsRefusedWhereverTheCutIs() throws IOException {
        byte[] packed = gzipped(SMALL);
        // The first byte alone is not yet the mark of gzip.
        for (int length = 2; length < packed.length; length++) {
            Path cut = file(Arrays.copyOf(packed, length));
            assertThatThrownBy(() -> IdxFile.read(cut))
                    .as("cut after %d bytes", length)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(cut + ": cut off");
        }
    }

    @Test
    void aCompressedFileWithAFlippedBitIsRefused() throws IOException {
        byte[] packed = gzipped(SMALL);
        for (int i = 10; i < packed.length; i++) {
            byte[] damaged = packed.clone();
            damaged[i] ^= 0x10;
            Path file = file(damaged);
            assertThatThrownBy(() -> IdxFile.read(file))
                    .as("byte %d flipped", i)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0000080100000002000102, longer than the 2 bytes",
        "50010802, not an IDX file: it begins with 50010802",
        "00000800, not an IDX file",
        "0000090100000001FF, holds signed bytes",
        "00000B01000000010001, holds 16-bit integers",
        "00000C010000000100000001, holds 32-bit integers",
        "00000D01000000013F800000, holds float32",
        "00000E01000000013FF0000000000000, holds float64",
        "0000070100000001FF, unknown type 0x07",
        "00000801FFFFFFFF00, cut off: it says that it holds 4294967295 bytes",
        "00000803FFFFFFFF7FFFFFFF7FFFFFFF00, cut off: it says that it holds 4294967295 x 214748",
    })
    void whatItCannotReadIsSaid(String hex, String message) throws IOException {
        Path file = file(HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> IdxFile.read(file))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(message);
    }

    @Test
    void aSmallCompressedFileCannotMakeItTakeMuchMemory() throws IOException {
        Path file = file(gzipped(HexFormat.of().parseHex("000008017FFFFFF000")));
        assertThatThrownBy(() -> IdxFile.read(file)).hasMessageContaining("cut off: it says");
    }

    @Test
    void whatIsNoFileIsSaid() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> IdxFile.read(missing)).hasMessage(missing + ": no such file");
        assertThatThrownBy(() -> IdxFile.read(folder)).hasMessageContaining("it is a folder");
    }

    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte",
        "train-images-idx3-ubyte.gz",
        "train-images.idx3-ubyte",
        "train-images.idx3-ubyte.gz",
    })
    void findsAFileInEachOfItsForms(String stored) throws IOException {
        Path there = Files.createFile(folder.resolve(stored));
        assertThat(IdxFile.find(folder, "train-images-idx3-ubyte")).isEqualTo(there);
    }

    @Test
    void saysWhatItLookedFor() {
        assertThatThrownBy(() -> IdxFile.find(folder, "a-idx1-ubyte"))
                .hasMessage(folder + ": neither a-idx1-ubyte nor a-idx1-ubyte.gz is there");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> IdxFile.find(missing, "a-idx1-ubyte"))
                .hasMessage(missing + ": no such folder");
    }

    @Test
    void dimensionsAndElementsBelongTogether() {
        assertThatThrownBy(() -> new IdxFile(List.of(2, 2), new byte[3]))
                .hasMessageContaining("3 elements");
        assertThatThrownBy(() -> new IdxFile(List.of(), new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
