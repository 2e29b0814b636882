package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Training, using and measuring a classifier.
class ClassesTest {
    @TempDir Path folder;

    private Path pets;
    private Path model;

    @BeforeEach
    void prepare() throws IOException {
        pets = TinyData.pets(folder);
        model = folder.resolve("classes.safetensors");
    }

    @Test
    void reportsOnBothPartsBesideBaselines() {
        Cli trained = train();
        assertThat(trained.out())
                .contains("Training part", "Test part", "precision", "weighted avg", "predicted")
                .contains("кошка", "собака", "naive Bayes", "most frequent class");
    }

    @Test
    void watchesAValidationPart() {
        Cli trained = train("--validation-share", "0.25", "--json");
        assertThat(trained.err()).containsPattern("epoch 3 validation loss \\d\\.\\d{3}");
        Object json = JsonText.parse(trained.out());
        assertThat(JsonText.at(json, "data", "validation")).isEqualTo(16L);
        assertThat(JsonText.at(json, "bestValidationLoss")).isInstanceOf(Double.class);
        assertThat(train("--validation-share", "0").err()).doesNotContain("validation loss");
    }

    @Test
    void learnsWhatGivesTheClassAway() {
        Cli trained = train("--json", "--epochs", "30", "--learning-rate", "0.02");
        Object accuracy = JsonText.at(JsonText.parse(trained.out()), "test", "accuracy");
        assertThat(((Number) accuracy).doubleValue()).isGreaterThan(0.9);
    }

    @Test
    void drawsLossAndConfusion() throws IOException {
        train("--plots", folder.resolve("plots").toString(), "--plot-format", "svg");
        assertThat(Files.readString(folder.resolve("plots/confusion-test.svg"))).contains("кошка");
        assertThat(folder.resolve("plots/confusion-train.svg")).exists();
        assertThat(folder.resolve("plots/loss.svg")).exists();
    }

    @Test
    void classifiesArgumentsAndLines() {
        train();
        Cli arguments = Cli.run(folder, "classify", model.toString(), "Мурка", "Рексик");
        assertThat(arguments.exitCode()).as(arguments.err()).isZero();
        assertThat(arguments.out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).matches("(кошка|собака)\t[01]\\.\\d{3}\tМурка"),
                        line -> assertThat(line).matches("(кошка|собака)\t[01]\\.\\d{3}\tРексик"));
        byte[] lines = TinyData.utf8("\uFEFFМурка\r\n\nРексик");
        Cli input = Cli.runWithInput(folder, lines, "classify", model.toString());
        assertThat(input.out()).isEqualTo(arguments.out());
    }

    @Test
    void anEmptyTextStopsNoOther() {
        train();
        Cli some = Cli.run(folder, "classify", model.toString(), "Мурка", "", " ", "Рексик");
        assertThat(some.exitCode()).isZero();
        assertThat(some.out())
                .isEqualTo(Cli.run(folder, "classify", model.toString(), "Мурка", "Рексик").out());
        assertThat(some.err().lines())
                .containsExactly(
                        "unroll: text 2 is empty and passed over",
                        "unroll: text 3 is empty and passed over");
        Cli none = Cli.run(folder, "classify", model.toString(), "");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err().lines())
                .containsExactly("unroll: expected a text to classify but got an empty one");
    }

    @Test
    void classifiesAsJson() {
        train();
        Cli result = Cli.run(folder, "classify", model.toString(), "Мурка", "--json");
        Object first = ((List<?>) Objects.requireNonNull(JsonText.parse(result.out()))).getFirst();
        String label = JsonText.at(first, "label").toString();
        Object probability = JsonText.at(first, "probability");
        assertThat(JsonText.at(first, "text")).isEqualTo("Мурка");
        assertThat(JsonText.at(first, "probabilities", label)).isEqualTo(probability);
        assertThat((double) JsonText.at(first, "probabilities", "кошка"))
                .isCloseTo(
                        1 - (double) JsonText.at(first, "probabilities", "собака"), within(1e-5));
        assertThat(JsonText.parse(Cli.run(folder, "classify", model.toString(), "--json").out()))
                .isEqualTo(List.of());
    }

    @Test
    void evaluatesWithTheColumnsOfTraining() {
        train();
        Cli evaluated = Cli.run(folder, "evaluate", model.toString(), pets.toString());
        assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
        assertThat(evaluated.out()).contains("macro avg", "80", "predicted");
        Cli named =
                Cli.run(
                        folder,
                        "evaluate",
                        model.toString(),
                        pets.toString(),
                        "--text",
                        "имя",
                        "--label",
                        "класс",
                        "--json",
                        "--plots",
                        folder.toString());
        Map<String, ?> json = JsonText.object(named.out());
        assertThat(JsonText.at(json, "confusion", "labels")).isEqualTo(List.of("кошка", "собака"));
        assertThat(json.get("accuracy")).isInstanceOf(Number.class);
        assertThat(folder.resolve("confusion.png")).isNotEmptyFile();
    }

    @Test
    void reportsFitTheTerminalHoweverLongALabelIs() throws IOException {
        Files.writeString(pets, Files.readString(pets).replace("кошка", "к".repeat(300)));
        Cli trained = train("--epochs", "1");
        Cli evaluated = Cli.run(folder, "evaluate", model.toString(), pets.toString());
        for (Cli shown : List.of(trained, evaluated)) {
            assertThat(shown.out()).contains("кк… ");
            assertThat(shown.out().lines())
                    .filteredOn(line -> !line.startsWith("note: ") && !line.contains("/"))
                    .allMatch(line -> line.length() <= Terminal.columns());
        }
    }

    @Test
    void inspectsBothKinds() throws IOException {
        train("--seed", "9");
        Cli shown = Cli.run(folder, "inspect", model.toString());
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("кошка, собака", "pets.csv", "parameters", "tensors", "float32");
        Map<String, ?> json =
                JsonText.object(Cli.run(folder, "inspect", model.toString(), "--json").out());
        assertThat(json.get("classes")).isEqualTo(List.of("кошка", "собака"));
        assertThat(JsonText.at(json, "provenance", "seed")).isEqualTo(9L);
        assertThat(shown.out()).containsOnlyOnce("iterations");
        // settings and shapes have types of their own
        assertThat(JsonText.at(json, "configuration", "cell")).isEqualTo("lstm");
        assertThat(JsonText.at(json, "configuration", "hiddenSize")).isEqualTo(8L);
        assertThat(JsonText.at(json, "configuration", "learningRate")).isEqualTo(0.001);
        assertThat(JsonText.at(json, "configuration", "lowerCase")).isEqualTo(true);
        assertThat(JsonText.at(json, "configuration", "delimiter")).isEqualTo(",");
        Map<?, ?> configuration = (Map<?, ?>) JsonText.at(json, "configuration");
        assertThat(configuration.containsKey("iterations")).isFalse();
        assertThat(JsonText.at(json, "provenance", "iterations")).isInstanceOf(Long.class);
        assertThat((List<?>) json.get("tensors"))
                .allSatisfy(tensor ->
                        assertThat(((Map<?, ?>) tensor).get("shape"))
                                .asInstanceOf(LIST)
                                .isNotEmpty()
                                .allMatch(Long.class::isInstance));
        Cli text = Cli.run(folder, "inspect", TinyData.textModel(folder).toString());
        assertThat(text.out()).contains("names.txt", "weight_ih_l0").doesNotContain("in the loop");
        String name = TinyData.textModel(folder).toString();
        Cli plan = Cli.run(folder, "inspect", name, "--plan");
        assertThat(plan.out()).contains("in the loop", "gradient of weight_hh");
        Map<String, ?> both =
                JsonText.object(
                        Cli.run(folder, "inspect", model.toString(), "--json", "--plan").out());
        assertThat(both.get("plan")).asString().contains("in the loop");
    }

    private Cli train(String... more) {
        Cli trained = Cli.run(folder, TinyData.trainClasses(pets, model, more));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        return trained;
    }
}
