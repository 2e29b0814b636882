package org.unroll.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

class SafetensorsWritingTest {
    @TempDir Path folder;

    @Test
    void writesExactlyTheseBytes() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("i", Tensor.of(new int[] {5}, 1));
        tensors.put("d", Tensor.of(new double[] {2}, 1, 1));
        Path file = folder.resolve("f");
        new SafetensorsFile(tensors, Map.of("b", "ü\"", "a", "")).write(file);

        // Doubles lie first, so that they are aligned; the header keeps the tensors' order and
        // sorts the metadata.
        String json =
                "{\"__metadata__\":{\"a\":\"\",\"b\":\"ü\\\"\"},"
                        + "\"i\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[8,12]},"
                        + "\"d\":{\"dtype\":\"F64\",\"shape\":[1,1],\"data_offsets\":[0,8]}}";
        byte[] encoded = json.getBytes(StandardCharsets.UTF_8);
        int padded = (encoded.length + 7) / 8 * 8;
        assertThat(padded).as("the case shows the padding").isNotEqualTo(encoded.length);
        ByteBuffer expected = ByteBuffer.allocate(8 + padded + 12).order(ByteOrder.LITTLE_ENDIAN);
        expected.putLong(padded)
                .put(encoded)
                .put(" ".repeat(padded - encoded.length).getBytes(StandardCharsets.UTF_8));
        expected.putDouble(2).putInt(5);
        assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
    }

    @Test
    void whatWasWrittenIsReadBitForBit() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        // Over several blocks and with a rest; NaNs with payloads, infinities and denormal numbers
        // included.
        float[] floats = new float[3 * TensorBytes.BLOCK_BYTES / 4 + 5];
        double[] doubles = new double[TensorBytes.BLOCK_BYTES / 8 + 1];
        int[] ints = new int[TensorBytes.BLOCK_BYTES / 4];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = Float.intBitsToFloat(i * 0x9E3779B1);
        }
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = Double.longBitsToDouble(i * 0x9E3779B97F4A7C15L);
        }
        for (int i = 0; i < ints.length; i++) {
            ints[i] = i * 0x9E3779B1;
        }
        tensors.put("z", Tensor.of(floats, floats.length));
        tensors.put("a", Tensor.of(doubles, 1, doubles.length));
        tensors.put("m", Tensor.of(ints, 2, ints.length / 2));
        tensors.put("scalar", Tensor.scalar(DType.FLOAT32, 3));
        tensors.put("empty", Tensor.zeros(DType.FLOAT64, 2, 0));
        SafetensorsFile written = new SafetensorsFile(tensors, Map.of("key", "a\nb 漢字 😀"));
        Path file = folder.resolve("f");
        written.write(file);

        SafetensorsFile read = SafetensorsFile.read(file);
        assertThat(read.metadata()).isEqualTo(written.metadata());
        assertThat(read.tensors().keySet()).containsExactly("z", "a", "m", "scalar", "empty");
        tensors.forEach((name, tensor) ->
                assertThat(read.tensors().get(name).shape()).isEqualTo(tensor.shape()));
        for (int i = 0; i < floats.length; i++) {
            assertThat(Float.floatToRawIntBits(((float[]) array(read, "z"))[i]))
                    .isEqualTo(Float.floatToRawIntBits(floats[i]));
        }
        for (int i = 0; i < doubles.length; i++) {
            assertThat(Double.doubleToRawLongBits(((double[]) array(read, "a"))[i]))
                    .isEqualTo(Double.doubleToRawLongBits(doubles[i]));
        }
        assertThat((int[]) array(read, "m")).isEqualTo(ints);

        Path again = folder.resolve("again");
        read.write(again);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    }

    @Test
    void replacesTheOldFileAndLeavesNothingElse() throws IOException {
        Path file = folder.resolve("model.safetensors");
        one(1).write(file);
        one(2).write(file);
        assertThat(SafetensorsFile.read(file).tensors().get("x").item()).isEqualTo(2);
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("model.safetensors");
        one(1).write(file);
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() ->
                        AtomicFile.write(
                                file,
                                channel -> {
                                    channel.write(ByteBuffer.allocate(10));
                                    throw new IOException("no space left on device");
                                }))
                .hasMessage("no space left on device");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(names()).containsExactly("model.safetensors");
    }

    @Test
    void removesWhatAKilledWriterLeftBehindButNotWhatALivingOneWrites() throws IOException {
        Files.write(folder.resolve(".f.abc.tmp"), new byte[3]);
        Files.write(folder.resolve(".other.abc.tmp"), new byte[3]);
        Files.write(folder.resolve(".f.mine"), new byte[3]);
        Path living = folder.resolve(".f.def.tmp");
        try (FileChannel channel =
                FileChannel.open(living, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertThat(channel.tryLock()).isNotNull();
            one(1).write(folder.resolve("f"));
        }
        assertThat(names())
                .containsExactlyInAnyOrder("f", ".f.def.tmp", ".f.mine", ".other.abc.tmp");
    }

    @Test
    void writesThroughALink() throws IOException {
        Path real = folder.resolve("real");
        one(1).write(real);
        Path link = Files.createSymbolicLink(folder.resolve("link"), real);
        one(2).write(link);
        assertThat(link).isSymbolicLink();
        assertThat(SafetensorsFile.read(real).tensors().get("x").item()).isEqualTo(2);
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path inNoFolder = folder.resolve("none").resolve("f");
        assertThatThrownBy(() -> one(1).write(inNoFolder))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the folder does not exist");
        assertThatThrownBy(() -> one(1).write(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is a folder");
        assertThat(names()).isEmpty();
    }

    @Test
    void refusesNamesThatTheFormatCannotHold() {
        Tensor tensor = Tensor.scalar(DType.FLOAT32, 1);
        assertThatThrownBy(() -> SafetensorsFile.of(Map.of("__metadata__", tensor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("__metadata__");
        assertThatThrownBy(() -> SafetensorsFile.of(Map.of("\ud800", tensor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
        assertThatThrownBy(() -> new SafetensorsFile(Map.of(), Map.of("k", "\udc00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("surrogate");
    }

    private static Object array(SafetensorsFile file, String name) {
        return file.tensors().get(name).array();
    }

    private static SafetensorsFile one(float value) {
        return SafetensorsFile.of(Map.of("x", Tensor.scalar(DType.FLOAT32, value)));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }
}
