package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.model.CheckpointFiles;
import org.unroll.train.Checkpoint;
import org.unroll.train.CheckpointStore.Slot;

/// A training can be killed at any moment: the last checkpoint loads, and the resumed training ends
/// with the undisturbed one's model, bit for bit. `tools/kill-test` kills more often than a build
/// does.
@Tag("once")
class KillTest {
    private static final int TIMES = Integer.getInteger("unroll.kill.times", 2);
    private static final int ITERATIONS = 150;

    @TempDir Path folder;

    private Path names;

    @BeforeEach
    void prepare() throws IOException {
        names = TinyData.names(folder);
    }

    @Test
    void killedTrainingsEndAsUndisturbedOnes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        long duration = undisturbed(whole);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long interrupted = 0;
        for (int i = 0; i < TIMES; i++) {
            Path model = folder.resolve("killed-" + i + ".safetensors");
            long nanos = (long) (random.nextDouble() * duration);
            killAfter(nanos, model);
            Optional<Checkpoint> last = CheckpointFiles.beside(model).load(Slot.LAST);
            interrupted += last.isPresent() && !Files.exists(model) ? 1 : 0;
            String[] words = last.isPresent() ? train(model, "--resume") : train(model);
            Cli resumed = Cli.run(folder, words);
            String when = "kill " + i + " after " + nanos + " ns, seed " + seed;
            assertThat(resumed.exitCode()).as("%s: %s", when, resumed.err()).isZero();
            assertThat(model).as(when).hasSameBinaryContentAs(whole);
            IO.println(
                    when
                            + ": "
                            + last.map(of -> "at iteration " + of.iteration())
                                    .orElse("no checkpoint yet"));
        }
        IO.println(
                interrupted + " of " + TIMES + " were killed between first checkpoint and model");
    }

    @Test
    void askedToEndItSavesAndSaysHowToGoOn() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        Path model = folder.resolve("model.safetensors");
        // No checkpoint by count or time: what is there was saved because of the signal.
        String[] many =
                TinyData.trainText(names, model, "--iterations", "1000000", "--report-every", "20");
        try (ChildProcess child = ChildProcess.start(folder, many)) {
            assertThat(child.waitForLine("iteration 20 ")).as("%s", child.errLines()).isTrue();
            child.terminate();
            assertThat(child.waitForEnd()).isEqualTo(128 + 15);
            assertThat(child.errLines().getLast())
                    .startsWith("stopped after iteration ")
                    .contains("unroll train text ", "--iterations 1000000")
                    .endsWith("--resume");
        }
        assertThat(model).doesNotExist();
        long done = CheckpointFiles.beside(model).load(Slot.LAST).orElseThrow().iteration();
        String all = Long.toString(done + 10);
        Cli.run(folder, TinyData.trainText(names, whole, "--iterations", all));
        Cli resumed =
                Cli.run(folder, TinyData.trainText(names, model, "--iterations", all, "--resume"));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(model).hasSameBinaryContentAs(whole);
    }

    /// Trains in a process that nobody disturbs, and returns how long its iterations took.
    private long undisturbed(Path model) throws IOException, InterruptedException {
        try (ChildProcess child = ChildProcess.start(folder, train(model))) {
            assertThat(child.waitForLine("iteration 1 ")).as("%s", child.errLines()).isTrue();
            long start = System.nanoTime();
            assertThat(child.waitForEnd()).as("%s", child.errLines()).isZero();
            return System.nanoTime() - start;
        }
    }

    private void killAfter(long nanos, Path model) throws IOException, InterruptedException {
        try (ChildProcess child = ChildProcess.start(folder, train(model))) {
            assertThat(child.waitForLine("iteration 1 ")).isTrue();
            TimeUnit.NANOSECONDS.sleep(nanos);
            child.kill();
        }
    }

    private String[] train(Path model, String... more) {
        String[] always = {"--iterations", Integer.toString(ITERATIONS), "--checkpoint-every", "1"};
        String[] all = new String[always.length + more.length];
        System.arraycopy(always, 0, all, 0, always.length);
        System.arraycopy(more, 0, all, always.length, more.length);
        return TinyData.trainText(names, model, all);
    }
}
