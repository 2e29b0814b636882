package org.unroll.cli;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The entry of the command line.
///
/// The first words are read by hand: the front page and the version need no option parser, and of
/// the commands only the wanted one is loaded.
public final class Main {
    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        Streams streams = Streams.ofProcess();
        int exitCode = run(arguments, streams);
        streams.out().flush();
        streams.err().flush();
        if (exitCode != ExitCode.SUCCESS) {
            System.exit(exitCode);
        }
        // Otherwise the JVM ends by itself: System.exit would load a logger first.
    }

    /// Runs one command and returns its exit code.
    static int run(String[] arguments, Streams streams) {
        try {
            int exitCode = dispatch(arguments, streams);
            if (exitCode == ExitCode.SUCCESS) {
                streams.flushResults();
            }
            return exitCode;
        } catch (Throwable e) {
            // Also errors: running out of memory deserves a line as well.
            return ErrorLine.report(e, streams);
        }
    }

    private static int dispatch(String[] arguments, Streams streams) {
        Arguments.check(arguments);
        String first = arguments.length == 0 ? "" : arguments[0];
        return switch (first) {
            case "" -> {
                FrontPage.printTo(streams.err());
                yield ExitCode.USAGE;
            }
            case "-h", "--help" -> {
                FrontPage.printTo(streams.out());
                yield ExitCode.SUCCESS;
            }
            case "-V", "--version", "version" -> {
                VersionPage.print(arguments, streams);
                yield ExitCode.SUCCESS;
            }
            case "help" -> help(rest(arguments, 1), streams);
            default -> command(arguments, streams);
        };
    }

    private static int help(String[] words, Streams streams) {
        if (words.length == 0) {
            FrontPage.printTo(streams.out());
            return ExitCode.SUCCESS;
        }
        String[] asked = Arrays.copyOf(words, words.length + 1);
        asked[words.length] = "--help";
        return dispatch(asked, streams);
    }

    private static int command(String[] arguments, Streams streams) {
        String first = arguments[0];
        String second = arguments.length > 1 ? arguments[1] : "";
        if (first.equals("train") && (second.equals("--help") || second.equals("-h"))) {
            FrontPage.printTrainTo(streams.out());
            return ExitCode.SUCCESS;
        }
        int words = first.equals("train") ? 2 : 1;
        String name = words == 2 ? first + " " + second : first;
        @Nullable Command command = CommandTable.find(name, streams);
        if (command == null) {
            throw Failure.usage(Suggestion.unknownCommand(first, second));
        }
        return CommandLines.run(name, command, rest(arguments, words), streams);
    }

    private static String[] rest(String[] arguments, int from) {
        return Arrays.copyOfRange(arguments, Math.min(from, arguments.length), arguments.length);
    }
}
