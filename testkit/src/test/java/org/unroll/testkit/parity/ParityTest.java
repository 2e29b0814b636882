package org.unroll.testkit.parity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;

class ParityTest {
    private static final Path ROOT = Path.of("..");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    private int run(Optional<Python> python, String... arguments) throws IOException {
        return Parity.run(
                arguments,
                ROOT,
                python,
                new PrintStream(out, true, UTF_8),
                new PrintStream(errors, true, UTF_8));
    }

    private static Golden aStack() {
        return Golden.family("recurrent").stream()
                .filter(golden -> golden.name().equals("both2-lengths-lstm"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void randomConfigurationsArePyTorchs() throws IOException {
        Optional<Python> python = Python.withPyTorch();
        Assumptions.assumeTrue(python.isPresent(), "there is no python3 with torch and numpy");
        int code = run(python, "--configurations", "20", "--seed", "3");
        assertThat(code).as(out + "\n" + errors).isZero();
        assertThat(out.toString(UTF_8).strip())
                .matches(
                        "20 configurations, seed 3, PyTorch .+: worst relative difference .+ in"
                                + " float64 .+, .+ in float32 .+");
    }

    @Test
    void withoutPyTorchThereIsAWord() throws IOException {
        assertThat(run(Optional.empty())).isEqualTo(2);
        assertThat(errors.toString(UTF_8).lines()).hasSize(1);
        assertThat(errors.toString(UTF_8)).contains("apt-get install python3-torch");
    }

    @Test
    void unknownArgumentsAreRefused() throws IOException {
        assertThat(run(Optional.empty(), "--configurations", "many")).isEqualTo(2);
        assertThat(run(Optional.empty(), "--seed")).isEqualTo(2);
        assertThat(run(Optional.empty(), "--other", "1")).isEqualTo(2);
        assertThat(run(Optional.empty(), "--configurations", "0")).isEqualTo(2);
        assertThat(errors.toString(UTF_8).lines()).hasSize(4).noneMatch(String::isBlank);
    }

    @Test
    void oneWrongNumberIsTooLarge() {
        Golden golden = aStack();
        Map<String, Tensor> results = RecurrentCase.of(golden, DType.FLOAT32).results();
        assertThat(Difference.of(golden, DType.FLOAT32, results)).noneMatch(Difference::isTooLarge);
        for (String name : List.of("output", "gradient.parameter.bias_hh_l1_reverse")) {
            for (double wrong : new double[] {1e-4, Double.NaN}) {
                Map<String, Tensor> changed = new TreeMap<>(results);
                changed.compute(name, (_, tensor) -> withOneChanged(tensor, wrong));
                assertThat(Difference.of(golden, DType.FLOAT32, changed))
                        .filteredOn(Difference::isTooLarge)
                        .extracting(Difference::result)
                        .containsExactly(name);
            }
        }
    }

    private static Tensor withOneChanged(Tensor tensor, double by) {
        double[] values = tensor.toDoubles();
        values[values.length / 2] += by * tensor.abs().to(DType.FLOAT64).reshaped(-1).max(0).item();
        return Tensor.of(values, tensor.shape().dims()).to(tensor.type());
    }

    @Test
    void aMissingResultIsNoticed() {
        Golden golden = aStack();
        Map<String, Tensor> results = RecurrentCase.of(golden, DType.FLOAT64).results();
        results.remove("final.cell");
        assertThatThrownBy(() -> Difference.of(golden, DType.FLOAT64, results))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("final.cell");
    }

    @Test
    void anOptionThatIsUnknownHereIsNotPassedOver(@TempDir Path folder) throws IOException {
        Path recorded = Golden.folder().resolve("recurrent").resolve("layers1-gru.safetensors");
        SafetensorsFile file = SafetensorsFile.read(recorded);
        Map<String, String> options = new TreeMap<>(file.metadata());
        options.put("attention", "true");
        Path changed = folder.resolve("changed.safetensors");
        new SafetensorsFile(file.tensors(), options).write(changed);
        Golden golden = Golden.read(changed);
        assertThatThrownBy(() -> RecurrentCase.of(golden, DType.FLOAT64))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("attention");
    }
}
