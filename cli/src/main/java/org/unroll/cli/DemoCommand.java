package org.unroll.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.ClassifierOptions;
import org.unroll.classify.ClassifierOutcome;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.LabelledTexts;
import org.unroll.classify.Prediction;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.FitOptions;
import org.unroll.train.StopReason;
import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `demo`: both tasks on data that comes with the program.
@picocli.CommandLine.Command(
        header = "Trains a writer of plant names and a judge of cats and dogs, and shows them.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll demo [OPTIONS]%n",
        description = {
            "Needs no files: the data come with the program. Takes about a minute, and writes"
                    + " names.safetensors and pets.safetensors into the current folder."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  unroll demo", "  unroll demo --seed 7", "  unroll demo --json"})
final class DemoCommand implements Command {
    private static final int SHOWN = 12;
    private static final List<String> TRIED = List.of("Мурка", "Рекс", "Барсик", "Дружок");

    private final Streams streams;
    private final Size size;
    private final Path namesModel;
    private final Path petsModel;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Same seed, same models, bit for bit (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--json", description = "Write the results as JSON.")
    boolean json;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    DemoCommand(Streams streams) {
        // Small enough for a minute, large enough for names that look right.
        this(streams, new Size(192, 500, ClassifierOptions.standard().fit().epochs()));
    }

    DemoCommand(Streams streams, Size size) {
        this.streams = streams;
        this.size = size;
        this.namesModel = streams.folder().resolve("names.safetensors");
        this.petsModel = streams.folder().resolve("pets.safetensors");
    }

    /// How much is done.
    ///
    /// @param hidden units of the writer
    /// @param iterations updates of the writer
    /// @param epochs of the judge, at most
    record Size(int hidden, int iterations, int epochs) {}

    @Override
    public int run() {
        for (Path model : List.of(namesModel, petsModel)) {
            OutputPaths.checkModel(
                    model, "the demo's", "remove it, or run the demo in another folder");
        }
        Map<String, Object> results = new LinkedHashMap<>();
        try (DemoData data = DemoData.unpack();
                Interruption interruption = Interruption.watch()) {
            if (!names(data, interruption, results) || !pets(data, interruption, results)) {
                streams.note("stopped");
                return TrainingSession.INTERRUPTED;
            }
        }
        if (json) {
            Json.write(streams.out(), results);
        } else {
            sayWhatNext();
        }
        return ExitCode.SUCCESS;
    }

    private boolean names(DemoData data, Interruption interruption, Map<String, Object> results) {
        TextSource source = TextSource.read(data.names());
        show(
                "1. A writer of plant names learns from "
                        + source.text().lines().count()
                        + " of them.\n");
        TextTrainer trainer = TextTrainer.of(source, nameOptions());
        TrainingView view = new TrainingView(streams, 100, () -> Samples.of(trainer.model()));
        Hints.onKernels(view);
        TrainingReport report = trainer.train(run(view, interruption));
        if (report.stopReason() == StopReason.REQUESTED) {
            return false;
        }
        trainer.model().save(namesModel);
        TextResults text = new TextResults(namesModel, trainer.model(), report, List.of());
        List<String> invented = InventedNames.of(trainer.model(), source.text(), SHOWN);
        show("\n" + text.text() + "\nNames it invented, none of them in the data:\n");
        invented.forEach(name -> show("  " + name + "\n"));
        Map<String, Object> part = text.json();
        part.put("invented", invented);
        results.put("names", part);
        return true;
    }

    private boolean pets(DemoData data, Interruption interruption, Map<String, Object> results) {
        LabelledTexts texts = LabelledTexts.read(data.pets(), "имя", "класс", ',');
        show("\n2. A judge of cats (кошка) and dogs (собака) learns from names of pets.\n");
        ClassifierOptions options = ClassifierOptions.standard();
        FitOptions fit = options.fit().withEpochs(size.epochs()).withSeed(seed);
        ClassifierTrainer trainer = ClassifierTrainer.of(texts, options.withFit(fit));
        show(trainer.cleaning().text() + "\n");
        TrainingView view = new TrainingView(streams, 100, null);
        ClassifierOutcome outcome = trainer.train(run(view, interruption));
        if (outcome.training().stopReason() == StopReason.REQUESTED) {
            return false;
        }
        trainer.model().save(petsModel);
        ClassResults classes = new ClassResults(petsModel, trainer, outcome, List.of());
        show("\n" + classes.text() + "\n");
        for (Prediction prediction : trainer.model().classify(TRIED)) {
            String probability = Decimals.three(prediction.probability());
            show("  " + prediction.text() + ": " + prediction.label() + " (" + probability + ")\n");
        }
        results.put("pets", classes.json());
        return true;
    }

    private TextOptions nameOptions() {
        TextOptions standard = TextOptions.standard();
        return standard.withNetwork(standard.network().withHiddenSize(size.hidden()))
                .withFit(FitOptions.iterations(size.iterations()).withClipNorm(5).withSeed(seed))
                .withOptimizer(standard.optimizer(), 0.005);
    }

    private static TrainingRun run(TrainingView view, Interruption interruption) {
        return TrainingRun.silent().withListener(view).withStop(interruption::asked);
    }

    private void sayWhatNext() {
        String unroll = Launcher.line();
        show(
                """

                Both models are in the current folder. Try:
                  %1$s generate names.safetensors --count 20 --prefix rosa --temperature 0.7
                  %1$s classify pets.safetensors Пушок Полкан
                  %1$s evaluate pets.safetensors YOUR.csv --text COLUMN --label COLUMN
                  %1$s inspect names.safetensors
                  %1$s train text YOUR.txt --out yours.safetensors
                """
                        .formatted(unroll));
    }

    private void show(String text) {
        if (!json) {
            streams.out().print(text);
            streams.flushResults();
        }
    }
}
