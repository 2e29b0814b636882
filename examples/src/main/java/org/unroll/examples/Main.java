package org.unroll.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.data.InputException;

/// Lists the examples, or runs those that are named.
public final class Main {
    private record Example(String description, Program program, Takes takes) {}

    private enum Takes {
        OPTIONS,
        NO_OPTIONS
    }

    private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

    private static final String USAGE =
            """
            Usage: ./unroll examples NAME ... [--quick] [--plots DIR] [--data DIR] [--seed N] [--seeds N]

            Five notebooks from courses on recurrent networks, step by step in Java, and the kinds
            of task that one of them names:
            """;

    private static final String OPTIONS =
            """
            Options, for 000 to 004 and kinds-of-task:
              --quick      Less data and smaller networks: each in under a minute.
              --plots DIR  Write the pictures into this folder, as PNG.
              --data DIR   Where data sets lie that do not come with Unroll (default: where
                           ./unroll data puts them).
              --seed N     The seed to begin with (default: 42).
              --seeds N    Repeat trainings with so many seeds and show the spread (default: 1).
              --help       This text.

            Start them in Unroll's own folder, where data/ is.\
            """;

    static {
        notebook(
                "000",
                "A network by hand, then the library's cells.",
                "Polish: Wprowadzenie do Rekurencyjnych Sieci Neuronowych",
                new Notebook000());
        notebook(
                "001",
                "Networks from their equations, then the library's layers.",
                "Serbian: Rekurentne neuronske mreže",
                new Notebook001());
        notebook(
                "002",
                "Digits, read row by row by eight networks.",
                "Polish: Elementy Inteligencji Obliczeniowej - Sieci Neuronowe",
                new Notebook002());
        notebook(
                "003",
                "Names of plants, written character by character.",
                "English, with Polish questions: Recurrent Neural Network (RNN)",
                new Notebook003());
        notebook(
                "004",
                "Cats and dogs, told apart by their names.",
                "Russian: Введение в рекуррентные нейронные сети",
                new Notebook004());
        EXAMPLES.put(
                "kinds-of-task",
                new Example(
                        "Three kinds of task that notebook 003 names, each learned and drawn.",
                        new KindsOfTask(),
                        Takes.OPTIONS));
        add("generate-names", "Learn plant names and invent some.", GenerateNames::run);
        add("classify-names", "Tell names of cats from names of dogs.", ClassifyNames::run);
        add("own-cell", "A cell of one's own, over sequences.", OwnCell::run);
        add("inside-cell", "Masks, conditions and gates of a cell.", InsideCell::run);
        add("cells-and-options", "Variants of the built-in cells.", CellsAndOptions::run);
        add("lstm-variants", "LSTMs of other kinds than the usual one.", LstmVariants::run);
        add("around-cells", "What goes around cells, layers and states.", AroundCells::run);
        add("live-stepping", "Values that arrive one at a time.", LiveStepping::run);
        add("live-sessions", "Many streams over one model.", LiveSessions::run);
        add("both-directions", "Sequences read from both ends, or with gaps.", BothDirections::run);
        add(
                "unequal-lengths",
                "Losses, metrics and pooling of sequences of unequal length.",
                UnequalLengths::run);
        add(
                "forecast-sine",
                "A training loop by hand: a sine wave's next value.",
                ForecastSine::run);
        add("resume-training", "A training that is interrupted and goes on.", ResumeTraining::run);
        add("model-weights", "Weights to a safetensors file and back.", ModelWeights::run);
        add("show-plan", "How the engine runs a layer.", ShowPlan::run);
        add("choices", "Starts, losses and optimizers.", Choices::run);
    }

    private Main() {}

    private static void add(String name, String description, Runnable program) {
        EXAMPLES.put(name, new Example(description, run -> program.run(), Takes.NO_OPTIONS));
    }

    private static void notebook(
            String name, String description, String original, Program program) {
        String both = "%s%n%21s%s".formatted(description, "", original);
        EXAMPLES.put(name, new Example(both, program, Takes.OPTIONS));
    }

    /// Runs the examples that are named, or lists all.
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        RunOptions options;
        try {
            options = RunOptions.of(arguments);
            check(options);
        } catch (InputException e) {
            fail(String.valueOf(e.getMessage()), 2);
            return;
        }
        if (options.help() || options.names().isEmpty()) {
            list();
            return;
        }
        try {
            options.makeFolder();
            for (String name : options.names()) {
                example(name).program().run(Run.ofOptions(name, options));
            }
        } catch (InputException | UncheckedIOException | IOException e) {
            fail(String.valueOf(e.getMessage()), 1);
        }
    }

    private static void check(RunOptions options) {
        for (String name : options.names()) {
            if (example(name).takes() == Takes.NO_OPTIONS) {
                if (options.any()) {
                    throw new InputException("'%s' takes no options".formatted(name));
                }
                if (!Files.isDirectory(Path.of("data"))) {
                    throw new InputException(
                            "there is no folder data here: start the examples in Unroll's own"
                                    + " folder");
                }
            }
        }
    }

    private static Example example(String name) {
        Example example = EXAMPLES.get(name);
        if (example == null) {
            throw new InputException(
                    "there is no example '%s'; ./unroll examples lists them".formatted(name));
        }
        return example;
    }

    private static void list() {
        IO.println(USAGE);
        list(Takes.OPTIONS);
        IO.println("\nOne task each; the documents show parts of them:\n");
        list(Takes.NO_OPTIONS);
        IO.println("\n" + OPTIONS);
    }

    private static void list(Takes takes) {
        EXAMPLES.forEach((name, example) -> {
            if (example.takes() == takes) {
                IO.println("  %-17s  %s".formatted(name, example.description()));
            }
        });
    }

    private static void fail(String message, int exitCode) {
        System.err.println("unroll examples: " + message);
        System.exit(exitCode);
    }
}
