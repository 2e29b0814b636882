package org.unroll.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// The layout of a command's help: options stand under headings, one for each group of them.
final class HelpSections {
    static final String OPTIONS = UsageMessageSpec.SECTION_KEY_OPTION_LIST;

    static final List<String> ORDER =
            List.of(
                    UsageMessageSpec.SECTION_KEY_HEADER_HEADING,
                    UsageMessageSpec.SECTION_KEY_HEADER,
                    UsageMessageSpec.SECTION_KEY_SYNOPSIS_HEADING,
                    UsageMessageSpec.SECTION_KEY_SYNOPSIS,
                    UsageMessageSpec.SECTION_KEY_DESCRIPTION_HEADING,
                    UsageMessageSpec.SECTION_KEY_DESCRIPTION,
                    UsageMessageSpec.SECTION_KEY_PARAMETER_LIST_HEADING,
                    UsageMessageSpec.SECTION_KEY_PARAMETER_LIST,
                    OPTIONS,
                    UsageMessageSpec.SECTION_KEY_FOOTER_HEADING,
                    UsageMessageSpec.SECTION_KEY_FOOTER);

    /// The mixin whose options stand at the end, under no heading of their own.
    private static final String HELP = "Help";

    private HelpSections() {}

    /// The command's own options, then those of each mixin under the mixin's name.
    static String options(Help help) {
        CommandSpec spec = help.commandSpec();
        StringBuilder text = new StringBuilder();
        Set<String> grouped = new HashSet<>();
        for (Map.Entry<String, CommandSpec> group : spec.mixins().entrySet()) {
            List<OptionSpec> options = List.copyOf(group.getValue().options());
            options.forEach(option -> grouped.add(option.longestName()));
            text.append(section(help, spec, group.getKey(), options));
        }
        List<OptionSpec> own =
                spec.options().stream()
                        .filter(option -> !grouped.contains(option.longestName()))
                        .toList();
        return section(help, spec, "Options", own) + text;
    }

    private static String section(
            Help help, CommandSpec spec, String heading, List<OptionSpec> wanted) {
        List<OptionSpec> options = new ArrayList<>();
        for (OptionSpec option : wanted) {
            // The command's copy of a mixin's option is the one that knows its default value.
            options.add(spec.findOption(option.longestName()));
        }
        if (options.isEmpty()) {
            return "";
        }
        Help.Layout layout = help.createDefaultLayout();
        layout.addOptions(options, new Labels(help.parameterLabelRenderer()));
        String end = System.lineSeparator();
        return heading.equals(HELP) ? layout.toString() : end + heading + ":" + end + layout;
    }

    /// Shows `--count N`, as the examples write it, instead of `--count=N`; both are understood.
    private record Labels(Help.IParamLabelRenderer standard) implements Help.IParamLabelRenderer {
        @Override
        public Text renderParameterLabel(
                ArgSpec argument, Help.Ansi ansi, List<Help.Ansi.IStyle> styles) {
            Text label = standard.renderParameterLabel(argument, ansi, styles);
            String plain = label.toString();
            return plain.startsWith("=") ? ansi.new Text(" " + plain.substring(1)) : label;
        }

        @Override
        public String separator() {
            return standard.separator();
        }
    }
}
