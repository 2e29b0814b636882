package org.unroll.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.tensor.Tensor;

class SafetensorsErrorsTest {
    @TempDir Path folder;

    /// Single quotes stand for double ones; every header comes with eight bytes of data.
    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[1] | header does not begin with '{'",
                "{'a' | header is not valid JSON",
                "{} x | header is not valid JSON",
                "{} {} | something follows the JSON object",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                    + " | tensor 'a': occurs twice",
                "{'__metadata__':{},'__metadata__':{}} | occurs twice",
                "{'__metadata__':{'k':'1','k':'2'}} | metadata 'k' occurs twice",
                "{'__metadata__':{'k':1}} | metadata 'k' is not a string",
                "{'__metadata__':[]} | metadata is not an object",
                "{'__metadata__':{'k':'\\ud800'}} | half a surrogate pair",
                "{'a':7} | tensor 'a': its description is not an object",
                "{'a':{'dtype':'F32','shape':[2]}} | tensor 'a': needs dtype, shape and"
                        + " data_offsets",
                "{'a':{'dtype':'F32','dtype':'F32','shape':[2],'data_offsets':[0,8]}} | tensor 'a':"
                        + " dtype occurs twice",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':[]}} | tensor 'a':"
                        + " unknown key 'x'",
                "{'a':{'dtype':'F8_E4M3','shape':[8],'data_offsets':[0,8]}} | tensor 'a': type"
                        + " F8_E4M3 is not supported",
                "{'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}} | tensor 'a': dtype is not a"
                        + " string",
                "{'a':{'dtype':'F32','shape':2,'data_offsets':[0,8]}} | tensor 'a': shape is not a"
                        + " list",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | tensor 'a': shape must"
                        + " hold whole numbers",
                "{'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}} | tensor 'a': shape must"
                        + " hold whole numbers",
                "{'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}} | tensor"
                        + " 'a': shape must hold whole numbers",
                "{'a':{'dtype':'F32','shape':[[2]],'data_offsets':[0,8]}} | tensor 'a': shape must"
                        + " hold whole numbers",
                "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,8]}} | tensor 'a':"
                        + " shape [65536, 65536] has more elements",
                "{'a':{'dtype':'F32','shape':[4294967296,4294967298],'data_offsets':[0,8]}} | has"
                        + " more elements",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | tensor 'a': shape [3] of"
                        + " F32 needs 12 bytes but its data_offsets [0, 8] span 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | tensor 'a': data_offsets"
                        + " must be [begin, end]",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,9]}} | tensor 'a':"
                        + " data_offsets must be [begin, end]",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor 'a': begins at"
                        + " byte 4 of the data where byte 0 was expected: the file has a hole",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                    + " | tensor 'b': begins at byte 4",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}} | tensor 'a': cut off: it"
                        + " ends at byte 12 of the data, which has only 8",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 bytes follow the last"
                        + " tensor's data",
                "{'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}} | tensor 'a': has type I64"
                        + " and a value that does not fit 32 bits",
            })
    void refusesWhatTheFormatForbids(String header, String message) throws IOException {
        byte[] data = new byte[8];
        Arrays.fill(data, (byte) 1);
        assertRefused(RawFile.write(folder, header.replace('\'', '"'), data), message);
    }

    @Test
    void refusesFilesThatAreNotOfThisFormat() throws IOException {
        assertRefused(write(), "0 bytes are too few");
        assertRefused(write(1), "1 byte is too few");
        assertRefused(write(1, 2, 3, 4, 5, 6, 7), "7 bytes are too few");
        assertRefused(write(0, 0, 0, 0, 0, 0, 0, 0), "a header of 0 bytes");
        // Seen as unsigned, as the format says.
        assertRefused(
                write(255, 255, 255, 255, 255, 255, 255, 255, '{', '}'),
                "a header of 18446744073709551615 bytes");
        assertRefused(
                write(0, 225, 245, 5, 0, 0, 0, 0, '{', '}'), "cut off, or not a safetensors file");
        assertRefused(RawFile.write(folder, " {}", new byte[0]), "does not begin with '{'");
        assertRefused(folder, "is a folder");
        assertThatThrownBy(() -> SafetensorsFile.read(folder.resolve("none")))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void namesFromTheFileCannotBreakTheLine() throws IOException {
        Path file = RawFile.write(folder, "{\"a\\nb\\u001b[31m\":{}}", new byte[0]);
        assertRefused(file, "tensor 'a?b?[31m'");
    }

    /// Whatever is cut off, the file is refused.
    @Test
    void refusesEveryTruncation() throws IOException {
        byte[] whole = Files.readAllBytes(smallFile());
        for (int length = 0; length < whole.length; length++) {
            Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> SafetensorsFile.read(cut))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(SafetensorsException.class);
        }
        assertRefused(
                Files.write(folder.resolve("longer"), Arrays.copyOf(whole, whole.length + 1)),
                "1 byte follows the last tensor's data");
    }

    /// Every bit of the file is flipped: it loads or is refused, and nothing else happens.
    @Test
    void everyFlippedBitLoadsOrIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(smallFile());
        int headerEnd = 8 + (whole[0] & 255) + 256 * (whole[1] & 255);
        for (int at = 0; at < whole.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << bit);
                boolean loads = loadsOrIsRefused(changed);
                if (at < 8 || at >= headerEnd) {
                    assertThat(loads).as("byte %d", at).isEqualTo(at >= headerEnd);
                }
            }
        }
    }

    @Test
    void manyRandomChangesLoadOrAreRefused() throws IOException {
        byte[] whole = Files.readAllBytes(smallFile());
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 500; round++) {
            byte[] changed = whole.clone();
            for (int change = 0; change < 3; change++) {
                // Mostly characters that mean something in the header.
                String meaningful = "0123456789[]{},:\"\\ -eEF_";
                changed[random.nextInt(changed.length)] =
                        (byte) meaningful.charAt(random.nextInt(meaningful.length()));
            }
            loadsOrIsRefused(changed);
        }
    }

    private boolean loadsOrIsRefused(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("changed"), bytes);
        try {
            SafetensorsFile.read(file);
            return true;
        } catch (SafetensorsException refused) {
            assertOneLine(file, refused);
            return false;
        } catch (Throwable other) {
            return fail("bytes " + new String(bytes, StandardCharsets.ISO_8859_1), other);
        }
    }

    private Path smallFile() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("a", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("b", Tensor.of(new double[] {7}, 1, 1));
        tensors.put("c", Tensor.of(new int[] {8, 9}, 2));
        Path file = folder.resolve("small");
        new SafetensorsFile(tensors, Map.of("k", "v")).write(file);
        return file;
    }

    private Path write(int... bytes) throws IOException {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve("bytes"), content);
    }

    private static void assertRefused(Path file, String message) {
        assertThatThrownBy(() -> SafetensorsFile.read(file))
                .isInstanceOfSatisfying(
                        SafetensorsException.class, refused -> assertOneLine(file, refused))
                .hasMessageContaining(message);
    }

    private static void assertOneLine(Path file, SafetensorsException refused) {
        assertThat(refused.getMessage())
                .startsWith(file + ": ")
                .doesNotContainPattern("\\p{Cntrl}");
    }
}
