package org.unroll.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Every command by its words. Only the wanted one is ever built: a model of all of them would cost
/// more than many a command's work.
final class CommandTable {
    /// The words of all commands, in the order of the front page.
    static final List<String> NAMES =
            List.of(
                    "demo",
                    "train text",
                    "train classes",
                    "generate",
                    "classify",
                    "evaluate",
                    "inspect",
                    "data",
                    "completion");

    private CommandTable() {}

    /// The words of a command's name.
    static List<String> words(String name) {
        int space = name.indexOf(' ');
        return space < 0
                ? List.of(name)
                : List.of(name.substring(0, space), name.substring(space + 1));
    }

    /// The command of these words, or null if there is none.
    static @Nullable Command find(String words, Streams streams) {
        return switch (words) {
            case "demo" -> new DemoCommand(streams);
            case "train text" -> new TrainTextCommand(streams);
            case "train classes" -> new TrainClassesCommand(streams);
            case "generate" -> new GenerateCommand(streams);
            case "classify" -> new ClassifyCommand(streams);
            case "evaluate" -> new EvaluateCommand(streams);
            case "inspect" -> new InspectCommand(streams);
            case "data" -> new DataCommand(streams);
            case "completion" -> new CompletionCommand(streams);
            default -> null;
        };
    }
}
