package org.unroll.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.text.TextOptions;
import org.unroll.text.TextOptions.Windows;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.TrainingReport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `train text`: learns to write like a file.
@picocli.CommandLine.Command(
        header = "Trains a network to write text like FILE, one character after the other.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll train text FILE [--out MODEL] [OPTIONS]%n",
        description = {
            "FILE is UTF-8 text. Lines are learned as lines: a file of names gives names. With"
                    + " --column, the text is one column of a delimited file.",
            "",
            "Every 100 iterations the loss is shown with a sample of what the network writes by"
                + " then. The loss is the mean of -log(probability) of the right next character: a"
                + " network that guesses among 30 characters has 3.4, and good text begins near 2."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll train text names.txt --out names.safetensors",
            "  unroll train text plants.data --column 1 --cell lstm --layers 3 --hidden 512 \\",
            "      --embedding 30 --sequence-length 150 --batch-size 1 --iterations 700 \\",
            "      --optimizer adam --learning-rate 0.002 --dtype float64",
            "  unroll train text book.txt --cell gru --hidden 256 --epochs 10 \\",
            "      --validation-share 0.1 --plots plots",
            "  unroll train text names.txt --out names.safetensors --resume"
        })
final class TrainTextCommand implements Command {
    private final Streams streams;

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The text to learn from.")
    Path file = Path.of("");

    @Option(
            names = "--column",
            paramLabel = "N",
            description =
                    "Learn from column N of a delimited file, counted from 1, instead of the whole"
                            + " text. A header line is learned like any other.")
    @Nullable Integer column;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            converter = DelimiterConverter.class,
            description = "What stands between columns: one character, or tab (default ,).")
    @Nullable Character delimiter;

    @Option(
            names = "--sequence-length",
            paramLabel = "N",
            description =
                    "Characters that are learned at once: how far back the network can learn to"
                            + " look; up to 1000000 (default ${DEFAULT-VALUE}).")
    int sequenceLength;

    @Option(
            names = "--windows",
            paramLabel = "WINDOWS",
            completionCandidates = WindowNames.class,
            description =
                    "random: sequences from anywhere; contiguous: the text from front to back, with"
                            + " the state carried on (default ${DEFAULT-VALUE}).")
    String windows = "";

    @Mixin(name = "Network")
    NetworkFlags network = new NetworkFlags();

    @Mixin(name = "Learning; as long as 1,000 iterations unless told otherwise")
    TrainingFlags training = new TrainingFlags();

    @Mixin(name = "Output")
    OutputFlags output = new OutputFlags();

    @Mixin(name = "Plots")
    PlotFlags plots = new PlotFlags();

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    TrainTextCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        TextOptions options = Usage.checked(this::options);
        Path model = output.modelFile(file, streams);
        OutputPaths.checkModel(model, file);
        plots.check();
        TextSource source = source();
        return training.withThreads(() -> train(source, options, model));
    }

    private int train(TextSource source, TextOptions options, Path model) {
        TextTrainer trainer = Usage.checked(() -> TextTrainer.of(source, options));
        TrainingView view =
                new TrainingView(streams, output.reportEvery, () -> Samples.of(trainer.model()));
        output.sayWhere(model, view);
        Hints.onKernels(view);
        try (TrainingSession session = new TrainingSession(model, output.resume, view)) {
            TrainingReport report = trainer.train(session.run());
            if (session.stopped(report)) {
                return session.sayHowToResume(report, "train text", spec, streams);
            }
            trainer.model().save(model);
            List<Path> files = plots.write(Plots.ofTraining(model, report));
            TextResults results = new TextResults(model, trainer.model(), report, files);
            if (output.json) {
                Json.write(streams.out(), results.json());
            } else {
                streams.out().print(results.text());
                streams.flushResults();
                streams.note(
                        "try: " + Launcher.line("generate", model.toString(), "--count", "10"));
            }
            return ExitCode.SUCCESS;
        }
    }

    private TextSource source() {
        if (column == null) {
            return TextSource.read(file);
        }
        return TextSource.column(file, column, delimiter == null ? ',' : delimiter);
    }

    private TextOptions options() {
        if (column != null) {
            Limits.atLeast("--column", column, 1);
        }
        Limits.needs(spec, "--delimiter", column != null, "--column");
        Limits.whole("--sequence-length", sequenceLength, 1, Limits.SEQUENCE);
        training.checkTogether(spec);
        TextOptions standard = TextOptions.standard();
        return standard.withNetwork(network.options())
                .withFit(output.with(training.fit(standard.fit())))
                .withOptimizer(training.optimizer(), training.learningRate)
                .withBatchSize(training.batchSize)
                .withSequenceLength(sequenceLength)
                .withWindows(windows())
                .withValidationShare(training.validationShare);
    }

    private Windows windows() {
        return switch (windows) {
            case "random" -> Windows.RANDOM_CROPS;
            case "contiguous" -> Windows.CONTIGUOUS;
            default ->
                    throw Failure.usage(
                            "expected --windows random or contiguous but got '" + windows + "'");
        };
    }

    @Override
    public Map<String, String> defaults() {
        TextOptions standard = TextOptions.standard();
        Map<String, String> defaults = new LinkedHashMap<>();
        NetworkFlags.addDefaults(defaults, standard.network());
        TrainingFlags.addDefaults(defaults, standard.fit());
        defaults.put("--batch-size", Integer.toString(standard.batchSize()));
        defaults.put("--sequence-length", Integer.toString(standard.sequenceLength()));
        defaults.put("--optimizer", standard.optimizer().optionName());
        defaults.put("--learning-rate", Numbers.plain(standard.learningRate()));
        defaults.put("--validation-share", Numbers.plain(standard.validationShare()));
        boolean random = standard.windows() == Windows.RANDOM_CROPS;
        defaults.put("--windows", random ? "random" : "contiguous");
        return defaults;
    }

    /// For shell completion.
    static final class WindowNames extends java.util.ArrayList<String> {
        private static final long serialVersionUID = 1L;

        WindowNames() {
            super(java.util.List.of("random", "contiguous"));
        }
    }
}
