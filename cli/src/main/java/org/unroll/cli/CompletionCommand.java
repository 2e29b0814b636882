package org.unroll.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/// `completion`: prints what makes a shell complete our commands and options.
@picocli.CommandLine.Command(
        header = "Prints a script that makes bash or zsh complete commands and options.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll completion%n",
        description = {
            "Put one of these into ~/.bashrc or ~/.zshrc, or type it for this shell only:"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(unroll completion)",
            "  eval \"$(./unroll completion)\"",
        })
final class CompletionCommand implements Command {
    private final Streams streams;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    CompletionCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        streams.out().print(AutoComplete.bash("unroll", new CommandLine(everything(streams))));
        streams.flushResults();
        return ExitCode.SUCCESS;
    }

    /// All commands in one model: the one place that needs it.
    static CommandSpec everything(Streams streams) {
        CommandSpec root = CommandSpec.create().name("unroll");
        root.addOption(flag("--help"));
        root.addOption(flag("--version"));
        Map<String, CommandSpec> groups = new LinkedHashMap<>();
        for (String name : CommandTable.NAMES) {
            Command command = CommandTable.find(name, streams);
            if (command == null) {
                throw new IllegalStateException("no command " + name);
            }
            CommandLine line = CommandLines.of(name, command);
            List<String> words = CommandTable.words(name);
            CommandSpec parent =
                    words.size() == 1
                            ? root
                            : groups.computeIfAbsent(
                                    words.getFirst(),
                                    word -> {
                                        CommandSpec group = CommandSpec.create().name(word);
                                        root.addSubcommand(word, group);
                                        return group;
                                    });
            line.setCommandName(words.getLast());
            parent.addSubcommand(words.getLast(), line);
        }
        return root;
    }

    private static CommandLine.Model.OptionSpec flag(String name) {
        return CommandLine.Model.OptionSpec.builder(name).type(boolean.class).arity("0").build();
    }
}
