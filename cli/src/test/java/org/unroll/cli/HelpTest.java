package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.unroll.classify.ClassifierOptions;
import org.unroll.tensor.DType;
import org.unroll.text.TextOptions;
import picocli.CommandLine;

class HelpTest {
    static final List<String> COMMANDS = CommandTable.NAMES;

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void everyCommandTeachesWithExamplesThatParse(String name) {
        Cli help = Cli.run(Path.of(""), (name + " --help").split(" "));
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("Usage: unroll " + name, "Examples:", "--help");
        String examples = help.out().substring(help.out().indexOf("Examples:"));
        if (!name.equals("completion")) {
            assertThat(Examples.in(examples)).isNotEmpty();
        }
        for (List<String> words : Examples.in(examples)) {
            parse(name, words);
        }
    }

    @ParameterizedTest
    @FieldSource("COMMANDS")
    void linesFitATerminal(String name) {
        Cli help = Cli.run(Path.of(""), (name + " --help").split(" "));
        assertThat(help.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    @Test
    void whatTheReadmeSaysParses() throws IOException {
        List<List<String>> examples = Examples.in(Files.readString(Path.of("..", "README.md")));
        assertThat(examples).hasSizeGreaterThan(6);
        for (List<String> words : examples) {
            if (List.of("examples", "bench").contains(words.getFirst())) {
                continue; // other modules' programs, behind the same start
            }
            String name =
                    words.getFirst().equals("train") ? "train " + words.get(1) : words.getFirst();
            parse(name, words);
        }
    }

    @Test
    void theJobOfThePlantNamesParses() {
        TrainTextCommand command =
                (TrainTextCommand)
                        parse(
                                "train text",
                                List.of(
                                        ("train text plants.data --column 1 --cell lstm --layers 3"
                                             + " --hidden 512 --embedding 30 --sequence-length 150"
                                             + " --batch-size 1 --iterations 700 --optimizer adam"
                                             + " --learning-rate 0.002 --dtype float64")
                                                .split(" ")));
        assertThat(command.file).isEqualTo(Path.of("plants.data"));
        assertThat(command.column).isEqualTo(1);
        assertThat(command.sequenceLength).isEqualTo(150);
        assertThat(command.network.options().layers()).isEqualTo(3);
        assertThat(command.network.options().hiddenSize()).isEqualTo(512);
        assertThat(command.network.options().embeddingSize()).isEqualTo(30);
        assertThat(command.network.options().type()).isEqualTo(DType.FLOAT64);
        assertThat(command.training.iterations).isEqualTo(700);
        assertThat(command.training.batchSize).isEqualTo(1);
        assertThat(command.training.learningRate).isEqualTo(0.002);
        assertThat(command.output.out).isNull();
    }

    @Test
    void defaultsAreTheLibrarys() {
        TrainTextCommand text =
                (TrainTextCommand) parse("train text", List.of("train", "text", "f"));
        TextOptions standard = TextOptions.standard();
        assertThat(text.network.options()).isEqualTo(standard.network());
        assertThat(text.training.fit(standard.fit())).isEqualTo(standard.fit());
        assertThat(text.training.learningRate).isEqualTo(standard.learningRate());
        TrainClassesCommand classes =
                (TrainClassesCommand)
                        parse(
                                "train classes",
                                List.of("train", "classes", "f", "--text", "a", "--label", "b"));
        ClassifierOptions other = ClassifierOptions.standard();
        assertThat(classes.network.options()).isEqualTo(other.network());
        assertThat(classes.training.fit(other.fit())).isEqualTo(other.fit());
        assertThat(classes.testShare).isEqualTo(other.testShare());
    }

    /// The headings say how long a training is by default: the one number that is written by hand.
    @Test
    void headingsTellTheTruthAboutLength() {
        assertThat(TextOptions.standard().fit().iterations()).isEqualTo(1000);
        assertThat(Cli.run(Path.of(""), "train", "text", "--help").out())
                .contains("1,000 iterations");
        assertThat(ClassifierOptions.standard().fit().epochs()).isEqualTo(60);
        assertThat(Cli.run(Path.of(""), "train", "classes", "--help").out()).contains("60 epochs");
    }

    private static Command parse(String name, List<String> words) {
        List<String> command = List.of(name.split(" "));
        assertThat(words).startsWith(command.toArray(String[]::new));
        Command found = CommandTable.find(name, Streams.ofProcess());
        if (found == null) {
            throw new AssertionError("no command " + name);
        }
        CommandLine line = CommandLines.of(name, found);
        line.parseArgs(words.subList(command.size(), words.size()).toArray(String[]::new));
        return found;
    }
}
