package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.classify.ClassifierOptions;
import org.unroll.classify.ClassifierOutcome;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.LabelledTexts;
import org.unroll.classify.Pooling;
import org.unroll.cli.plot.Plot;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `train classes`: learns to tell texts apart.
@picocli.CommandLine.Command(
        header = "Trains a network to tell which class a text belongs to.",
        synopsisHeading = "%nUsage: ",
        customSynopsis =
                "unroll train classes FILE.csv --text COLUMN --label COLUMN [--out MODEL]"
                        + " [OPTIONS]%n",
        description = {
            "FILE.csv is a UTF-8 table with a header line; COLUMN is a name from it.",
            "",
            "Repetitions are dropped, and so are texts that stand there with several labels. A"
                + " fifth of the rest is kept for the test; what is left is learned, but for a"
                + " small share that says when to stop. The vocabulary comes from what is learned"
                + " alone. The report shows both parts, beside two baselines on the same test"
                + " texts: the most frequent class, and naive Bayes over groups of letters."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll train classes pets.csv --text имя --label класс --out pets.safetensors",
            "  unroll train classes mails.tsv --delimiter tab --text body --label folder \\",
            "      --hidden 128 --pooling max --plots plots",
            "  unroll train classes pets.csv --text имя --label класс --cell gru --epochs 20 --seed"
                    + " 7 --json"
        })
final class TrainClassesCommand implements Command {
    private final Streams streams;

    @Spec @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE.csv", description = "The table to learn from.")
    Path file = Path.of("");

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            required = true,
            description = "The column with the texts.")
    String text = "";

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            required = true,
            description = "The column with the classes.")
    String label = "";

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            defaultValue = ",",
            converter = DelimiterConverter.class,
            description =
                    "What stands between columns: one character, or tab (default"
                            + " ${DEFAULT-VALUE}).")
    char delimiter;

    @Option(
            names = "--test-share",
            paramLabel = "SHARE",
            description =
                    "Share of the texts kept for the test report; 0 = none (default"
                            + " ${DEFAULT-VALUE}).")
    double testShare;

    @Option(
            names = "--pooling",
            paramLabel = "POOLING",
            completionCandidates = PoolingNames.class,
            description =
                    "What is classified: last (the state after the last letter), mean or max over"
                            + " all (default ${DEFAULT-VALUE}).")
    String pooling = "";

    @Option(names = "--keep-case", description = "Tell upper from lower case.")
    boolean keepCase;

    @Mixin(name = "Network")
    NetworkFlags network = new NetworkFlags();

    @Mixin(name = "Learning; at most 60 epochs unless told otherwise")
    TrainingFlags training = new TrainingFlags();

    @Mixin(name = "Output")
    OutputFlags output = new OutputFlags();

    @Mixin(name = "Plots")
    PlotFlags plots = new PlotFlags();

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    TrainClassesCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        ClassifierOptions options = Usage.checked(this::options);
        Path model = output.modelFile(file, streams);
        OutputPaths.checkModel(model, file);
        plots.check();
        LabelledTexts data = LabelledTexts.read(file, text, label, delimiter);
        return training.withThreads(() -> train(data, options, model));
    }

    private int train(LabelledTexts data, ClassifierOptions options, Path model) {
        ClassifierTrainer trainer = Usage.checked(() -> ClassifierTrainer.of(data, options));
        TrainingView view = new TrainingView(streams, output.reportEvery, null);
        view.first(trainer.cleaning().text());
        output.sayWhere(model, view);
        Hints.onKernels(view);
        try (TrainingSession session = new TrainingSession(model, output.resume, view)) {
            ClassifierOutcome outcome = trainer.train(session.run());
            if (session.stopped(outcome.training())) {
                return session.sayHowToResume(outcome.training(), "train classes", spec, streams);
            }
            trainer.model().save(model);
            List<Path> files = plots.write(plots(model, outcome));
            ClassResults results = new ClassResults(model, trainer, outcome, files);
            if (output.json) {
                Json.write(streams.out(), results.json());
            } else {
                streams.out().print(results.text());
                streams.flushResults();
                streams.note("try: " + Launcher.line("classify", model.toString(), "TEXT"));
            }
            return ExitCode.SUCCESS;
        }
    }

    private static Map<String, Plot> plots(Path model, ClassifierOutcome outcome) {
        Map<String, Plot> plots = Plots.ofTraining(model, outcome.training());
        plots.put(
                "confusion-train",
                Plots.of("What was taken for what: training part", outcome.train().confusion()));
        outcome.test()
                .ifPresent(test ->
                        plots.put(
                                "confusion-test",
                                Plots.of("What was taken for what: test part", test.confusion())));
        return plots;
    }

    private ClassifierOptions options() {
        Limits.share("--test-share", testShare);
        training.checkTogether(spec);
        ClassifierOptions standard = ClassifierOptions.standard();
        return standard.withNetwork(network.options())
                .withPooling(pooling())
                .withFit(output.with(training.fit(standard.fit())))
                .withOptimizer(training.optimizer(), training.learningRate)
                .withBatchSize(training.batchSize)
                .withShares(testShare, training.validationShare)
                .withLowerCase(!keepCase);
    }

    private Pooling pooling() {
        return switch (pooling) {
            case "last" -> Pooling.LAST_STATE;
            case "mean" -> Pooling.MEAN;
            case "max" -> Pooling.MAX;
            default ->
                    throw Failure.usage(
                            "expected --pooling last, mean or max but got '" + pooling + "'");
        };
    }

    @Override
    public Map<String, String> defaults() {
        ClassifierOptions standard = ClassifierOptions.standard();
        Map<String, String> defaults = new LinkedHashMap<>();
        NetworkFlags.addDefaults(defaults, standard.network());
        TrainingFlags.addDefaults(defaults, standard.fit());
        defaults.put("--batch-size", Integer.toString(standard.batchSize()));
        defaults.put("--optimizer", standard.optimizer().optionName());
        defaults.put("--learning-rate", Numbers.plain(standard.learningRate()));
        defaults.put("--validation-share", Numbers.plain(standard.validationShare()));
        defaults.put("--test-share", Numbers.plain(standard.testShare()));
        defaults.put(
                "--pooling",
                switch (standard.pooling()) {
                    case LAST_STATE -> "last";
                    case MEAN -> "mean";
                    case MAX -> "max";
                });
        return defaults;
    }

    /// For shell completion.
    static final class PoolingNames extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        PoolingNames() {
            super(List.of("last", "mean", "max"));
        }
    }
}
