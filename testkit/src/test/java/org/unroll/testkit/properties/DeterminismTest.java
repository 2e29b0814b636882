package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;

/// The same seed gives the same bits, whatever computes them.
class DeterminismTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void theSameSeedGivesTheSameBitsAndAnotherOneOthers(DType type) {
        String digest = SameBits.digest(5, type);
        assertThat(SameBits.digest(5, type)).isEqualTo(digest);
        assertThat(SameBits.digest(6, type)).isNotEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void anyNumberOfThreadsGivesTheSameBits(int threads) throws Exception {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            String alone = Compute.withThreads(1, () -> SameBits.digest(5, type));
            assertThat(Compute.withThreads(threads, () -> SameBits.digest(5, type)))
                    .isEqualTo(alone);
        }
    }

    /// Above the sizes from which single operations are divided over threads.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void largeOperationsGiveTheSameBitsOnAnyNumberOfThreads(int threads) throws Exception {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            List<Tensor> alone = Compute.withThreads(1, () -> largeOperations(type));
            List<Tensor> together = Compute.withThreads(threads, () -> largeOperations(type));
            for (int i = 0; i < alone.size(); i++) {
                Closeness.assertSameBits("operation " + i, together.get(i), alone.get(i));
            }
        }
    }

    private static List<Tensor> largeOperations(DType type) {
        Rng rng = Rng.seeded(9);
        Tensor a = rng.uniform(type, -1, 1, 301, 203);
        Tensor b = rng.uniform(type, -1, 1, 203, 257);
        Tensor wide = rng.uniform(type, -1, 1, 70_001);
        Tensor tall = rng.uniform(type, -1, 1, 5_003, 31);
        return List.of(
                a.matmul(b),
                a.matmulTransposed(a),
                a.transposed().matmul(a),
                wide.tanh().times(wide.exp()),
                wide.sum(),
                tall.plus(tall.select(0, 7)),
                tall.sum(0),
                tall.sum(1),
                tall.softmax(1),
                tall.transposed().softmax(1),
                tall.max(0));
    }

    /// Scalar and vector kernels, one thread and two: processes of their own, since kernels are
    /// chosen once.
    @Tag("once")
    @Test
    void scalarAndVectorKernelsGiveTheSameBits() throws Exception {
        List<String> scalar = child(1, List.of());
        List<String> vector = child(2, List.of("--add-modules", "jdk.incubator.vector"));
        assertThat(scalar.getFirst()).contains("scalar");
        assertThat(vector.getFirst()).contains("vector");
        assertThat(scalar.getLast()).matches("[0-9a-f]{128}").isEqualTo(vector.getLast());
    }

    /// What SameBits prints in a new process.
    private static List<String> child(int threads, List<String> flags)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SameBits.class.getName(), String.valueOf(threads)));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output.lines().toList();
    }
}
