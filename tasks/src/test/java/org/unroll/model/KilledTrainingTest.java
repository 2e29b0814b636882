package org.unroll.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.tensor.Rng;
import org.unroll.train.Checkpoint;
import org.unroll.train.CheckpointStore.Slot;

/// A training in a process of its own is killed again and again, without any warning, while it
/// writes a checkpoint after every iteration.
@Tag("once")
class KilledTrainingTest {
    private static final int KILLS = Integer.getInteger("unroll.test.kills", 4);

    @TempDir Path folder;

    @Test
    void theLastCheckpointAlwaysLoadsAndTheEndIsTheSame() throws Exception {
        Path whole = folder.resolve("whole.safetensors");
        assertThat(start(whole, false).waitFor()).isZero();

        Path killed = folder.resolve("killed.safetensors");
        CheckpointFiles files = CheckpointFiles.beside(killed);
        Rng rng = Rng.seeded(System.nanoTime()); // moments differ from run to run, on purpose
        long reached = 0;
        int kills = 0;
        while (kills < KILLS && !Files.exists(killed)) {
            Process process = start(killed, kills > 0);
            waitFor(killed, process);
            process.waitFor(rng.nextInt(60), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            Checkpoint last = files.load(Slot.LAST).orElseThrow();
            assertThat(last.iteration()).isGreaterThanOrEqualTo(reached);
            reached = last.iteration();
            kills++;
        }
        assertThat(start(killed, true).waitFor()).isZero();
        SafetensorsFile expected = SafetensorsFile.read(whole);
        SafetensorsFile actual = SafetensorsFile.read(killed);
        assertThat(actual.metadata()).isEqualTo(expected.metadata());
        expected.tensors()
                .forEach((name, tensor) ->
                        assertThat(actual.tensors().get(name).toFloats())
                                .as(name)
                                .isEqualTo(tensor.toFloats()));
        assertThat(leftovers()).isEmpty();
    }

    /// Until this process has saved something, so that not every kill hits its start.
    private static void waitFor(Path model, Process process) throws Exception {
        Path last = model.resolveSibling("killed.last.safetensors");
        long since = Files.exists(last) ? Files.getLastModifiedTime(last).toMillis() : 0;
        while (process.isAlive()
                && (!Files.exists(last) || Files.getLastModifiedTime(last).toMillis() == since)) {
            Thread.sleep(5);
        }
    }

    private List<String> leftovers() throws IOException {
        try (var paths = Files.list(folder)) {
            return paths.map(path -> path.getFileName().toString())
                    .filter(name -> !name.matches("(whole|killed)(\\.(last|best))?\\.safetensors"))
                    .toList();
        }
    }

    private static Process start(Path model, boolean resume) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledTraining.class.getName(),
                        model.toString(),
                        Boolean.toString(resume))
                .inheritIO()
                .start();
    }
}
