package org.unroll.testkit.cells;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.properties.Outcome;
import org.unroll.testkit.properties.Problem;

/// The numerical contract, for every cell: which bits come out depends on what goes in alone.
class CellBitsTest {
    private static final int ROWS = 35; // three groups of rows, unequal
    private static final int STEPS = 5;

    static Stream<Arguments> cells() {
        return InBothTypes.of(CellRuns.all(7));
    }

    /// From no step to all of them.
    private static Problem padded(RecurrentCell<?> cell) {
        Integer[] lengths = new Integer[ROWS];
        for (int i = 0; i < ROWS; i++) {
            lengths[i] = i * 5 % (STEPS + 1);
        }
        return Problem.random(cell, ROWS, STEPS, Rng.seeded(3), lengths);
    }

    /// Gradients of weights among them.
    @ParameterizedTest
    @MethodSource("cells")
    void anyNumberOfThreads(CellRuns runs, DType type) throws Exception {
        RecurrentCell<?> cell = runs.cell(type);
        Problem problem = padded(cell);
        Outcome one = Compute.withThreads(1, () -> CellRuns.outcome(cell, problem));
        for (int threads : new int[] {2, 3, 8}) {
            Compute.withThreads(threads, () -> CellRuns.outcome(cell, problem))
                    .assertSameBits(threads + " threads", one);
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aPaddedBatchIsEachRowAlone(CellRuns runs, DType type) {
        RecurrentCell<?> cell = runs.cell(type);
        Problem batch = padded(cell);
        Outcome together = CellRuns.outcome(cell, batch);
        for (int row = 0; row < ROWS; row++) {
            int length = batch.lengths().get(row);
            Outcome alone = CellRuns.outcome(cell, batch.rows(row).firstSteps(length));
            together.rows(row).assertSameBits("row " + row, alone.withPadding(STEPS - length));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void chunksAreTheWhole(CellRuns runs, DType type) {
        checkChunks(runs.cell(type));
    }

    private static <S extends State<S>> void checkChunks(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = padded(cell);
        Outcome whole = Outcome.of(layer, problem).withoutParameters();
        for (int[] ends : new int[][] {{2, STEPS}, {1, 2, 3, 4, STEPS}}) {
            Outcome.of(
                            (sequence, initial) -> inChunks(layer, sequence, initial, ends),
                            cell.parameters(),
                            problem)
                    .assertSameBits(ends.length + " chunks", whole);
        }
    }

    private static <S extends State<S>> List<Tensor> inChunks(
            Recurrent<S> layer, Sequence sequence, List<Tensor> initial, int[] ends) {
        List<Tensor> outputs = new ArrayList<>();
        List<Tensor> state = initial;
        int from = 0;
        for (int to : ends) {
            int[] lengths = sequence.lengths();
            for (int i = 0; i < lengths.length; i++) {
                lengths[i] = Math.clamp(lengths[i] - from, 0, to - from);
            }
            Tensor values = sequence.values().slice(1, from, to);
            List<Tensor> all = Outcome.run(layer).apply(Sequence.of(values, lengths), state);
            outputs.add(all.getFirst());
            state = all.subList(1, all.size());
            from = to;
        }
        List<Tensor> all = new ArrayList<>();
        all.add(Tensor.concat(1, outputs));
        all.addAll(state);
        return all;
    }

    /// Scalar kernels and vectors of every width; each process also compares planned with eager.
    /// The processes' kernels are their own: once is enough.
    @Tag("once")
    @Test
    void anyKernels() throws Exception {
        String vectors = "--add-modules=jdk.incubator.vector";
        Map<String, List<String>> flags =
                Map.of(
                        "scalar", List.of(),
                        "128-bit", List.of(vectors, "-Dunroll.vector.bits=128"),
                        "256-bit", List.of(vectors, "-Dunroll.vector.bits=256"),
                        "512-bit", List.of(vectors, "-Dunroll.vector.bits=512"));
        List<String> digests = new ArrayList<>();
        for (Map.Entry<String, List<String>> kernels : flags.entrySet()) {
            List<String> lines = child(kernels.getValue());
            assertThat(lines.getFirst()).contains(kernels.getKey());
            digests.add(lines.getLast());
        }
        assertThat(digests).allMatch(digest -> digest.matches("[0-9a-f]{64}"));
        assertThat(digests).containsOnly(digests.getFirst());
    }

    /// What CellBits prints in a new process.
    private static List<String> child(List<String> flags) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(CellBits.class.getName());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
