package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTextTest {
    @TempDir Path folder;

    private Path names;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        names = TinyData.names(folder);
        model = folder.resolve("model.safetensors");
    }

    @Test
    void showsLossAndSamplesOnStandardErrorAndTheResultOnStandardOutput() {
        Cli trained =
                Cli.run(
                        folder,
                        TinyData.trainText(
                                names, model, "--iterations", "6", "--report-every", "3"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err())
                .containsPattern("iteration 3 loss \\d\\.\\d{3}\n    ")
                .containsPattern("iteration 6 loss \\d\\.\\d{3}\n    ");
        assertThat(trained.out()).contains("6 iterations", "lstm, 1 layer of 8, float32");
        assertThat(model).isNotEmptyFile();
    }

    @Test
    void withoutOutTheModelTakesTheFilesName() {
        Cli trained =
                Cli.run(
                        folder,
                        "train",
                        "text",
                        names.toString(),
                        "--hidden",
                        "8",
                        "--iterations",
                        "1",
                        "--sequence-length",
                        "5");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(folder.resolve("names.safetensors")).isNotEmptyFile();
        assertThat(trained.err()).contains("no --out given");
    }

    @Test
    void learnsFromAColumn() throws IOException {
        Path table =
                Files.writeString(folder.resolve("t.data"), "abba;1\nbaba;2\nabab;3\n".repeat(10));
        Cli trained =
                Cli.run(
                        folder,
                        TinyData.trainText(
                                table,
                                model,
                                "--iterations",
                                "2",
                                "--column",
                                "1",
                                "--delimiter",
                                ";"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Cli written = Cli.run(folder, "generate", model.toString(), "--seed", "1");
        assertThat(written.out()).matches("[ab\n]+");
    }

    @Test
    void jsonIsAllThatGoesToStandardOutput() {
        Cli trained =
                Cli.run(
                        folder,
                        TinyData.trainText(
                                names,
                                model,
                                "--iterations",
                                "4",
                                "--json",
                                "--validation-share",
                                "0.2"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Map<String, ?> json = JsonText.object(trained.out());
        assertThat(json.get("model")).isEqualTo(model.toString());
        assertThat(json.get("iterations")).isEqualTo(4L);
        assertThat(json.get("loss")).isInstanceOf(Double.class);
        assertThat(json.get("bestValidationLoss")).isInstanceOf(Double.class);
        assertThat(json.get("losses"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .isNotEmpty();
    }

    @Test
    void sameSeedSameBytesOnAnyNumberOfThreads() throws IOException {
        Path other = folder.resolve("other.safetensors");
        Path third = folder.resolve("third.safetensors");
        Cli.run(folder, TinyData.trainText(names, model, "--iterations", "5", "--threads", "1"));
        Cli.run(folder, TinyData.trainText(names, other, "--iterations", "5", "--threads", "2"));
        Cli.run(folder, TinyData.trainText(names, third, "--iterations", "5", "--seed", "7"));
        assertThat(other).hasSameBinaryContentAs(model);
        assertThat(Files.mismatch(third, model)).isNotEqualTo(-1);
    }

    @Test
    void resumedGoesOnToTheSameModel() {
        Path whole = folder.resolve("whole.safetensors");
        Cli.run(folder, TinyData.trainText(names, whole, "--iterations", "8"));
        Cli.run(folder, TinyData.trainText(names, model, "--iterations", "5"));
        Cli resumed =
                Cli.run(folder, TinyData.trainText(names, model, "--iterations", "8", "--resume"));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.err()).contains("going on at iteration 6 of 8");
        assertThat(model).hasSameBinaryContentAs(whole);
    }

    @Test
    void drawsTheLoss() throws IOException {
        Path plots = folder.resolve("new/plots");
        Cli trained =
                Cli.run(
                        folder,
                        TinyData.trainText(
                                names,
                                model,
                                "--iterations",
                                "4",
                                "--plots",
                                plots.toString(),
                                "--plot-format",
                                "svg"));
        assertThat(trained.out()).contains(plots.resolve("loss.svg").toString());
        assertThat(Files.readString(plots.resolve("loss.svg")))
                .contains("Loss while training model.safetensors");
    }

    @Test
    void everyCellTrains() {
        for (String cell : List.of("lstm", "gru", "rnn", "rnn-relu")) {
            Cli trained =
                    Cli.run(
                            folder,
                            TinyData.trainText(
                                    names,
                                    model,
                                    "--iterations",
                                    "1",
                                    "--cell",
                                    cell,
                                    "--layers",
                                    "2",
                                    "--dropout",
                                    "0.1",
                                    "--dtype",
                                    "float64"));
            assertThat(trained.exitCode()).as(trained.err()).isZero();
            assertThat(trained.out()).contains(cell + ", 2 layers of 8, float64");
        }
    }
}
