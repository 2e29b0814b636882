package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.cells.CellZoo;

/// What was saved and loaded computes the same bits, and saves to the same bytes.
class SavingTest {
    @TempDir Path folder;

    static Stream<Arguments> kinds() {
        return Stream.of(CellKind.values())
                .flatMap(kind ->
                        Stream.of(DType.FLOAT32, DType.FLOAT64)
                                .map(type -> Arguments.of(kind, type)));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLoadedStackIsTheSavedOne(CellKind kind, DType type) throws IOException {
        RecurrentStack<?> saved = stack(kind, type, 1);
        RecurrentStack<?> loaded = stack(kind, type, 2);
        Sequence input = Sequence.of(Rng.seeded(3).uniform(type, -1, 1, 2, 4, 3));
        Tensor expected = saved.forward(input, Mode.inference()).values();
        // Runs before loading as well: weights that a plan has packed by then must not be used
        // again.
        Tensor before = loaded.forward(input, Mode.inference()).values();
        assertThat(Closeness.relativeError(before, expected)).isGreaterThan(1e-3);

        Path file = folder.resolve("model.safetensors");
        SafetensorsFile.of(saved.parameters().asMap()).write(file);
        loaded.parameters().load(SafetensorsFile.read(file).tensors());

        Closeness.assertSameBits(
                "outputs", loaded.forward(input, Mode.inference()).values(), expected);
        Path again = folder.resolve("again.safetensors");
        SafetensorsFile.of(loaded.parameters().asMap()).write(again);
        assertThat(Files.mismatch(file, again)).isEqualTo(-1);
    }

    static Stream<Arguments> cells() {
        return InBothTypes.of(CellZoo.all());
    }

    /// From the cell's own start, which may be learned and is saved then.
    @ParameterizedTest
    @MethodSource("cells")
    void aLoadedCellIsTheSavedOne(CellZoo kind, DType type) throws IOException {
        Recurrent<?> saved = cell(kind, type, 1);
        Recurrent<?> loaded = cell(kind, type, 2);
        Sequence input =
                Sequence.of(Rng.seeded(3).uniform(type, -1, 1, 2, 4, saved.inputSize()), 4, 2);
        Tensor expected = saved.forward(input, Mode.inference()).values();
        Tensor before = loaded.forward(input, Mode.inference()).values();
        assertThat(Closeness.relativeError(before, expected)).isGreaterThan(1e-3);

        Path file = folder.resolve("cell.safetensors");
        SafetensorsFile.of(saved.parameters().asMap()).write(file);
        loaded.parameters().load(SafetensorsFile.read(file).tensors());
        Closeness.assertSameBits(
                "outputs", loaded.forward(input, Mode.inference()).values(), expected);
        assertThat(loaded.parameters().names()).isEqualTo(saved.parameters().names());
    }

    private static Recurrent<?> cell(CellZoo kind, DType type, long seed) {
        return Recurrent.of(kind.maker().of(3, 5, Init.pytorch(Rng.seeded(seed)).withType(type)));
    }

    private static RecurrentStack<?> stack(CellKind kind, DType type, long seed) {
        return kind.stack(
                RecurrentOptions.of(3, 5).withLayers(2),
                Init.pytorch(Rng.seeded(seed)).withType(type));
    }
}
