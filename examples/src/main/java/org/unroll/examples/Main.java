package org.unroll.examples;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.data.InputException;

/// Lists the examples, or runs those that are named.
public final class Main {
    private record Example(String description, Runnable program) {}

    private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

    static {
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
        EXAMPLES.put(name, new Example(description, program));
    }

    /// Runs the examples that are named, or lists all.
    public static void main(String[] names) {
        if (names.length == 0 || names[0].equals("--help")) {
            IO.println("Usage: ./unroll examples NAME ...\n");
            EXAMPLES.forEach((name, example) ->
                    IO.println("  %-16s  %s".formatted(name, example.description())));
            IO.println("\nStart them in Unroll's own folder, where data/ is.");
            return;
        }
        for (String name : names) {
            Example example = EXAMPLES.get(name);
            if (example == null) {
                fail("there is no example '%s'; ./unroll examples lists them".formatted(name), 2);
            } else if (!Files.isDirectory(Path.of("data"))) {
                fail("there is no folder data here: start the examples in Unroll's own folder", 2);
            } else {
                try {
                    example.program().run();
                } catch (InputException e) {
                    fail(String.valueOf(e.getMessage()), 1);
                }
            }
        }
    }

    private static void fail(String message, int exitCode) {
        System.err.println("unroll examples: " + message);
        System.exit(exitCode);
    }
}
