package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo with networks and trainings far too small to be good.
class DemoTest {
    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void trainsBothAndSaysWhatNext() throws Exception {
        run();
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("iteration 100 loss", "validation loss");
        String shown = out.toString(StandardCharsets.UTF_8);
        assertThat(shown)
                .contains("900 of them", "invented", "Test part", "macro avg", "Мурка: ", "Try:");
        // What it says to try works.
        String tried = shown.substring(shown.indexOf("Try:"));
        assertThat(Examples.in(tried)).hasSize(5);
        assertThat(Examples.in(tried).getFirst()).startsWith("generate", "names.safetensors");
        Cli generated = Cli.run(folder, "generate", folder.resolve("names.safetensors").toString());
        assertThat(generated.exitCode()).as(generated.err()).isZero();
        Cli classified =
                Cli.run(folder, "classify", folder.resolve("pets.safetensors").toString(), "Пушок");
        assertThat(classified.exitCode()).as(classified.err()).isZero();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder("names.safetensors", "pets.safetensors");
        }
    }

    @Test
    void asJson() {
        DemoCommand demo = demo();
        demo.json = true;
        demo.seed = 42;
        assertThat(demo.run()).isZero();
        assertThat(JsonText.object(out.toString(StandardCharsets.UTF_8)))
                .containsOnlyKeys("names", "pets");
    }

    private void run() {
        DemoCommand demo = demo();
        demo.seed = 42;
        assertThat(demo.run()).isZero();
    }

    private DemoCommand demo() {
        Streams streams = Cli.streams(folder, new byte[0], out, err);
        return new DemoCommand(streams, new DemoCommand.Size(16, 100, 1));
    }
}
