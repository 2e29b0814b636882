package org.unroll.formats.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

class SafetensorsReadingTest {
    @TempDir Path folder;

    @Test
    void readsEveryTypeFromBytesLaidOutByHand() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(Math.PI).putDouble(-0.0);
        data.putFloat(1.5f).putFloat(Float.NaN);
        data.putShort((short) 0x3C01).putShort((short) 0xFC00); // float16: 1 + 2^-10, -infinity
        data.putShort((short) 0x3FC0).putShort((short) 0x0001); // bfloat16: 1.5, 2^-133
        data.putLong(Integer.MIN_VALUE).putLong(7);
        data.putInt(-2).putInt(3).putInt(Integer.MAX_VALUE).putInt(0);
        Path file =
                RawFile.write(
                        folder,
                        """
                        {"__metadata__":{"format":"pt","größe":"\\u00fc\\n"},
                         "f64":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},
                         "f32":{"shape":[1,2],"data_offsets":[16,24],"dtype":"F32"},
                         "f16":{"dtype":"F16","shape":[2],"data_offsets":[24,28]},
                         "bf16":{"dtype":"BF16","shape":[2],"data_offsets":[28,32]},
                         "i64":{"dtype":"I64","shape":[2],"data_offsets":[32,48]},
                         "i32":{"dtype":"I32","shape":[2,2],"data_offsets":[48,64]}}   \
                        """,
                        data.array());

        SafetensorsFile read = SafetensorsFile.read(file);

        assertThat(read.metadata()).containsEntry("format", "pt").containsEntry("größe", "ü\n");
        assertThat(SafetensorsFile.readMetadata(file)).isEqualTo(read.metadata());
        assertThat(read.tensors().keySet())
                .containsExactly("f64", "f32", "f16", "bf16", "i64", "i32");
        assertThat(tensor(read, "f64", DType.FLOAT64, 2).toDoubles())
                .containsExactly(Math.PI, -0.0);
        assertThat(tensor(read, "f32", DType.FLOAT32, 1, 2).toFloats())
                .containsExactly(1.5f, Float.NaN);
        assertThat(tensor(read, "f16", DType.FLOAT32, 2).toFloats())
                .containsExactly(1 + 0x1p-10f, Float.NEGATIVE_INFINITY);
        assertThat(tensor(read, "bf16", DType.FLOAT32, 2).toFloats())
                .containsExactly(1.5f, 0x1p-133f);
        assertThat(tensor(read, "i64", DType.INT32, 2).toInts())
                .containsExactly(Integer.MIN_VALUE, 7);
        assertThat(tensor(read, "i32", DType.INT32, 2, 2).toInts())
                .containsExactly(-2, 3, Integer.MAX_VALUE, 0);
    }

    @Test
    void readsScalarsAndEmptyTensorsAndDataInAnotherOrderThanTheHeader() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(1).putFloat(2).putFloat(3);
        Path file =
                RawFile.write(
                        folder,
                        """
                        {"last":{"dtype":"F32","shape":[],"data_offsets":[8,12]},
                         "empty":{"dtype":"F64","shape":[0,3],"data_offsets":[8,8]},
                         "first":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}\
                        """,
                        data.array());

        SafetensorsFile read = SafetensorsFile.read(file);

        assertThat(read.tensors().keySet()).containsExactly("last", "empty", "first");
        assertThat(tensor(read, "last", DType.FLOAT32).item()).isEqualTo(3);
        assertThat(tensor(read, "empty", DType.FLOAT64, 0, 3).size()).isZero();
        assertThat(tensor(read, "first", DType.FLOAT32, 2).toFloats()).containsExactly(1, 2);
    }

    @Test
    void readsAFileWithoutTensors() throws IOException {
        SafetensorsFile read = SafetensorsFile.read(RawFile.write(folder, "{}", new byte[0]));
        assertThat(read.tensors()).isEmpty();
        assertThat(read.metadata()).isEmpty();
    }

    /// Written by `tools/golden/reference_safetensors.py` with the format's reference
    /// implementation.
    @Test
    void readsAFileOfTheReferenceImplementation() throws Exception {
        URI file = getClass().getResource("/reference-0.8.0.safetensors").toURI();
        SafetensorsFile read = SafetensorsFile.read(Path.of(file));

        assertThat(read.metadata())
                .containsOnly(
                        Map.entry("format", "np"), Map.entry("note", "größer 漢字 \"quoted\"\n"));
        assertThat(tensor(read, "int32", DType.INT32, 2, 3).toInts())
                .containsExactly(-3, -2, -1, 0, 1, 2);
        assertThat(tensor(read, "int64", DType.INT32, 2, 3).toInts())
                .containsExactly(0, -1000, -2000, -3000, -4000, -5000);
        assertThat(tensor(read, "float16", DType.FLOAT32, 2, 3).toFloats())
                .containsExactly(0, 0.25f, 0.5f, 0.75f, 1, 1.25f);
        double[] cosines = tensor(read, "float64", DType.FLOAT64, 2, 3).toDoubles();
        float[] sines = tensor(read, "float32", DType.FLOAT32, 2, 3).toFloats();
        for (int i = 0; i < 6; i++) {
            // NumPy's and Java's functions may differ in the last place.
            assertThat(cosines[i]).isCloseTo(Math.cos(i), offset(1e-15));
            assertThat(sines[i]).isCloseTo((float) Math.sin(i), offset(1e-7f));
        }
        assertThat(tensor(read, "scalar", DType.FLOAT32).item()).isEqualTo(2.5);
        assertThat(tensor(read, "empty", DType.FLOAT64, 0, 2).size()).isZero();
        assertThat(read.tensors()).hasSize(7);
    }

    private static Tensor tensor(SafetensorsFile file, String name, DType type, int... dims) {
        Tensor tensor = file.tensors().get(name);
        assertThat(tensor).isNotNull();
        assertThat(tensor.type()).isEqualTo(type);
        assertThat(tensor.shape().dims()).isEqualTo(dims);
        return tensor;
    }
}
