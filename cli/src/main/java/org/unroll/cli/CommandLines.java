package org.unroll.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Lets picocli read a command's options, with our words for its errors.
final class CommandLines {
    private CommandLines() {}

    /// Reads the options, then runs the command or shows its help.
    static int run(String name, Command command, String[] arguments, Streams streams) {
        CommandLine line = of(name, command);
        try {
            line.parseArgs(arguments);
        } catch (ParameterException e) {
            throw Failure.usage(oneLine(name, e));
        }
        if (line.isUsageHelpRequested()) {
            streams.out().print(line.getUsageMessage(Ansi.OFF));
            return ExitCode.SUCCESS;
        }
        return command.run();
    }

    /// The parser of one command.
    static CommandLine of(String name, Command command) {
        CommandLine line = new CommandLine(command);
        line.setCommandName("unroll " + name);
        // A text to classify may begin with an @ sign or be in quotation marks.
        line.setExpandAtFiles(false);
        line.setTrimQuotes(false);
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setUsageHelpWidth(100);
        line.setUsageHelpLongOptionsMaxWidth(30);
        line.setHelpSectionKeys(HelpSections.ORDER);
        line.getHelpSectionMap().put(HelpSections.OPTIONS, HelpSections::options);
        Map<String, String> defaults = command.defaults();
        if (!defaults.isEmpty()) {
            line.setDefaultValueProvider(argument -> defaults.get(optionName(argument)));
        }
        return line;
    }

    private static String optionName(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : "";
    }

    private static String oneLine(String name, ParameterException problem) {
        String see = "; see 'unroll " + name + " --help'";
        return switch (problem) {
            case UnmatchedArgumentException unmatched -> unmatched(name, unmatched, see);
            case MissingParameterException missing -> missing(missing) + see;
            default -> plainWords(String.valueOf(problem.getMessage())) + see;
        };
    }

    private static String unmatched(String name, UnmatchedArgumentException problem, String see) {
        String word = problem.getUnmatched().getFirst();
        if (!word.startsWith("-")) {
            return "did not expect '" + word + "' after the arguments of '" + name + "'" + see;
        }
        List<String> known =
                problem.getCommandLine().getCommandSpec().options().stream()
                        .map(OptionSpec::longestName)
                        .toList();
        int equals = word.indexOf('=');
        String option = equals > 0 ? word.substring(0, equals) : word;
        String meant = Suggestion.closest(option, known);
        return "unknown option '"
                + option
                + "' for '"
                + name
                + "'"
                + (meant.isEmpty() ? see : "; did you mean '" + meant + "'?");
    }

    private static String missing(MissingParameterException problem) {
        if (problem.getMissing().isEmpty()) {
            return plainWords(String.valueOf(problem.getMessage()));
        }
        StringBuilder names = new StringBuilder();
        for (ArgSpec argument : problem.getMissing()) {
            names.append(names.isEmpty() ? "" : " and ");
            if (argument instanceof OptionSpec option) {
                names.append(option.longestName()).append(' ');
            }
            names.append(argument.paramLabel());
        }
        return "missing " + names;
    }

    /// picocli's message without the names of Java types.
    private static String plainWords(String message) {
        if (message.isEmpty()) {
            return message;
        }
        String plain =
                message.replace("is not an int", "is not a whole number")
                        .replace("is not a long", "is not a whole number")
                        .replace("is not a double", "is not a number");
        return Character.toLowerCase(plain.charAt(0)) + plain.substring(1);
    }
}
