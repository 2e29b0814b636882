package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two trainings of one model at the same time.
class ModelLockTest {
    @TempDir Path folder;

    private void assertFilesAreOrdinary() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .noneMatch(name -> name.endsWith(".lock"));
        }
    }

    @Test
    void theSecondIsRefusedUntilTheFirstHasEnded() throws IOException, InterruptedException {
        Path names = TinyData.names(folder);
        Path model = folder.resolve("model.safetensors");
        String line =
                "unroll: another training is writing %s: wait until it ends, or choose another --out"
                        .formatted(model);
        String[] endless = TinyData.trainText(names, model, "--iterations", "1000000");
        try (ChildProcess child = ChildProcess.start(folder, endless)) {
            assertThat(child.waitForLine("iteration 1 ")).as("%s", child.errLines()).isTrue();
            for (String more : new String[] {"--json", "--resume"}) {
                Cli second =
                        Cli.run(
                                folder,
                                TinyData.trainText(names, model, "--iterations", "3", more));
                assertThat(second.errLines()).containsExactly(line);
                assertThat(second.exitCode()).isEqualTo(1);
                assertThat(second.out()).isEmpty();
            }
            Path other = folder.resolve("other.safetensors");
            assertThat(
                            Cli.run(folder, TinyData.trainText(names, other, "--iterations", "3"))
                                    .exitCode())
                    .isZero();
            child.terminate();
            child.waitForEnd();
        }
        assertFilesAreOrdinary();
        Cli after = Cli.run(folder, TinyData.trainText(names, model, "--iterations", "3"));
        assertThat(after.exitCode()).as(after.err()).isZero();
        assertFilesAreOrdinary();
    }

    @Test
    void whatAKilledTrainingLeavesIsInNobodysWay() throws IOException, InterruptedException {
        Path names = TinyData.names(folder);
        Path model = folder.resolve("model.safetensors");
        String[] endless = TinyData.trainText(names, model, "--iterations", "1000000");
        try (ChildProcess child = ChildProcess.start(folder, endless)) {
            assertThat(child.waitForLine("iteration 1 ")).as("%s", child.errLines()).isTrue();
            child.kill();
        }
        assertThat(folder.resolve(".model.safetensors.lock")).exists();
        Cli after = Cli.run(folder, TinyData.trainText(names, model, "--iterations", "3"));
        assertThat(after.exitCode()).as(after.err()).isZero();
        assertFilesAreOrdinary();
    }

    @Test
    void isOneForAllNamesOfAFile() throws IOException {
        Path model = folder.resolve("model.safetensors");
        Path detour = Files.createDirectory(folder.resolve("in")).resolve("../model.safetensors");
        try (ModelLock lock = ModelLock.of(model)) {
            assertThat(lock).isNotNull();
            assertThatThrownBy(() -> ModelLock.of(detour))
                    .isInstanceOf(Failure.class)
                    .hasMessageContaining("another training is writing");
        }
        ModelLock.of(detour).close();
        assertFilesAreOrdinary();
    }
}
