package org.unroll.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unroll.datasets.Dataset;
import org.unroll.datasets.DatasetStore;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `data`: fetches a public set of data.
@picocli.CommandLine.Command(
        header = "Fetches public data to learn from, and prints the folder where they are.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll data NAME [OPTIONS]%n",
        description = {
            "The files are checked and kept: the second time nothing is fetched. An interrupted"
                    + " start goes on where it stopped. The folder is the one that UNROLL_DATA"
                    + " names, otherwise unroll in the user's folder for caches."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll data mnist",
            "  unroll data plants --to downloads",
            "  unroll data mnist --from /media/stick/mnist",
            "  unroll data mnist --from https://mirror.example.org/mnist",
        })
final class DataCommand implements Command {
    private final Streams streams;
    private final List<Dataset> known;

    @Parameters(
            paramLabel = "NAME",
            description = {
                "mnist: 70,000 handwritten digits, 11 MB to fetch, 55 MB then.",
                "plants: 34,781 names of plants and where they grow, 1.7 MB."
            })
    String name = "";

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "Keep them in this folder, in one of the data's name.")
    @Nullable Path to;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description =
                    "Take the files, plain or .gz, from this folder or address instead of the"
                            + " public ones.")
    @Nullable String from;

    @Option(names = "--json", description = "Write the results as JSON.")
    boolean json;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    DataCommand(Streams streams) {
        this(streams, Dataset.all());
    }

    DataCommand(Streams streams, List<Dataset> known) {
        this.streams = streams;
        this.known = known;
    }

    @Override
    public int run() {
        Dataset set = source(wanted());
        if (to != null) {
            OutputPaths.checkFolder(to, "--to");
        }
        DatasetStore store = to == null ? DatasetStore.standard() : DatasetStore.at(to);
        FetchView view = new FetchView(streams);
        Path folder;
        try {
            folder = store.fetch(set, view);
        } finally {
            view.clear();
        }
        streams.note("%s; %s".formatted(set.description(), set.licence()));
        if (json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("name", set.name());
            result.put("description", set.description());
            result.put("licence", set.licence());
            result.put("folder", folder);
            result.put("files", view.files());
            Json.write(streams.out(), result);
        } else {
            streams.out().println(folder);
            streams.flushResults();
        }
        return ExitCode.SUCCESS;
    }

    private Dataset wanted() {
        return known.stream()
                .filter(set -> set.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        Failure.usage(
                                "expected %s but got '%s'"
                                        .formatted(
                                                known.stream()
                                                        .map(Dataset::name)
                                                        .collect(Collectors.joining(" or ")),
                                                name)));
    }

    private Dataset source(Dataset set) {
        if (from == null) {
            return set;
        }
        if (!from.matches("[a-zA-Z]{2,}://.*")) {
            return set.from(Path.of(from));
        }
        try {
            return set.from(new URI(from));
        } catch (URISyntaxException e) {
            throw Failure.usage("--from: not an address: " + e.getMessage());
        }
    }
}
