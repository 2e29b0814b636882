package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void whatIsWrittenCanBeReadBack() {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("text", "Мурка \"\\\n\u0001 🐈");
        value.put("whole", 1L << 60);
        value.put("real", 0.1);
        value.put("truth", true);
        value.put("list", List.of(1, List.of(), Map.of("a", 2)));
        value.put("ints", new int[] {3, 4});
        value.put("path", Path.of("a", "b"));
        Map<String, ?> read = JsonText.object(written(value));
        assertThat(read.get("text")).isEqualTo(value.get("text"));
        assertThat(read.get("whole")).isEqualTo(1L << 60);
        assertThat(read.get("real")).isEqualTo(0.1);
        assertThat(read.get("truth")).isEqualTo(true);
        assertThat(read.get("list")).isEqualTo(List.of(1L, List.of(), Map.of("a", 2L)));
        assertThat(read.get("ints")).isEqualTo(List.of(3L, 4L));
        assertThat(read.get("path")).isEqualTo(Path.of("a", "b").toString());
    }

    @Test
    void numbersThatAreNotFiniteBecomeNull() {
        Map<String, ?> read =
                JsonText.object(
                        written(Map.of("loss", Double.NaN, "best", Double.POSITIVE_INFINITY)));
        assertThat(read.get("loss")).isNull();
        assertThat(read.get("best")).isNull();
    }

    private static String written(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Json.write(new PrintStream(bytes, false, StandardCharsets.UTF_8), value);
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
