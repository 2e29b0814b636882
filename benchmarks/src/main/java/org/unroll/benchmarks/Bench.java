package org.unroll.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;
import org.unroll.tensor.Compute;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command.
@Command(
        name = "unroll bench",
        description = "Times the workloads, each in a process of its own.",
        sortOptions = false)
final class Bench implements Callable<Integer> {
    /// A library to compare with.
    enum Peer {
        /// libtorch, its CPU build
        PYTORCH
    }

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            description = {
                "Workloads: a name such as W1, or the beginning of several, such as W3.",
                "Default: all."
            })
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--peer",
            paramLabel = "LIBRARY",
            description = {
                "Does the same work by this library too: pytorch.",
                "Fetches about 210 MB on first use; Linux on x86-64 only."
            })
    private @Nullable Peer peer;

    @Option(names = "--json", description = "Prints one JSON array.")
    private boolean json;

    @Option(names = "--list", description = "Lists the workloads and times nothing.")
    private boolean list;

    @Option(
            names = "--options",
            description = {
                "Times training steps of cells with each of their options beside the plain",
                "cell's, instead of the workloads."
            })
    private boolean options;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "15",
            description = {
                "When to stop waiting for a JVM that still compiles. Default: ${DEFAULT-VALUE}."
            })
    private double warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "4",
            description = "For how long each side is timed. Default: ${DEFAULT-VALUE}.")
    private double seconds;

    @Option(
            names = "--rounds",
            paramLabel = "COUNT",
            defaultValue = "5",
            description = {
                "In how many turns: the sides of a comparison take turns, so that what",
                "disturbs the machine disturbs all. Default: ${DEFAULT-VALUE}."
            })
    private int rounds;

    @Override
    public Integer call() throws IOException {
        List<Workload> wanted = wanted();
        if (list) {
            wanted.forEach(w -> IO.println("%-8s %s".formatted(w.name(), w.what())));
            return 0;
        }
        require("--warm-up", warmUp >= 0, "at least 0");
        require("--seconds", seconds > 0, "above 0");
        require("--rounds", rounds >= 1, "at least 1");
        if (options && (json || peer != null || !names.isEmpty())) {
            throw new ParameterException(
                    commandLine(), "--options goes with --warm-up, --seconds and --rounds only");
        }
        Path root = Path.of(System.getProperty("unroll.root", "."));
        PyTorch library = peer == null ? null : PyTorch.prepared(root);
        Progress.line(
                "%s; %d thread%s; JDK %s"
                        .formatted(
                                Compute.kernels(),
                                Compute.threads(),
                                Compute.threads() == 1 ? "" : "s",
                                Runtime.version()));
        if (options) {
            OptionCosts.measure(new Timing(warmUp, seconds, rounds, null)).print();
            return 0;
        }
        Map<Precision, Double> peaks = new EnumMap<>(Precision.class);
        measurePeaks(wanted, peaks);
        Timing timing = new Timing(warmUp, seconds, rounds, library);
        List<Measurement> done = new ArrayList<>();
        for (Workload workload : wanted) {
            Progress.line("%-8s %s".formatted(workload.name(), workload.what()));
            done.add(timing.measure(workload));
        }
        measurePeaks(wanted, peaks);
        if (json) {
            IO.println(JsonResults.of(done, peaks));
        } else {
            Table.print(done, peaks);
        }
        return 0;
    }

    /// Before and after the workloads: what is kept is the higher one, a machine at its best.
    private static void measurePeaks(List<Workload> wanted, Map<Precision, Double> peaks) {
        wanted.stream()
                .map(Workload::precision)
                .distinct()
                .forEach(p -> peaks.merge(p, Timing.peak(p), Math::max));
    }

    private void require(String option, boolean right, String range) {
        if (!right) {
            throw new ParameterException(commandLine(), option + ": expected a number " + range);
        }
    }

    private List<Workload> wanted() {
        List<Workload> all = Workloads.all();
        if (names.isEmpty()) {
            return all;
        }
        List<Workload> chosen = new ArrayList<>();
        for (String name : names) {
            String beginning = name.toLowerCase(Locale.ROOT);
            List<Workload> exact =
                    all.stream()
                            .filter(w -> w.name().toLowerCase(Locale.ROOT).equals(beginning))
                            .toList();
            List<Workload> found =
                    exact.isEmpty()
                            ? all.stream()
                                    .filter(w ->
                                            w.name().toLowerCase(Locale.ROOT).startsWith(beginning))
                                    .toList()
                            : exact;
            if (found.isEmpty()) {
                throw new ParameterException(
                        commandLine(), "no workload \"%s\"; --list shows them".formatted(name));
            }
            chosen.addAll(found);
        }
        return all.stream().filter(chosen::contains).toList();
    }

    private CommandLine commandLine() {
        return Objects.requireNonNull(spec).commandLine();
    }
}
