package org.unroll.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.classify.Evaluation;
import org.unroll.classify.LabelledTexts;
import org.unroll.classify.SequenceClassifier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `evaluate`: compares a classifier with a labelled table.
@picocli.CommandLine.Command(
        header = "Measures a model that 'train classes' made on labelled texts.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll evaluate MODEL FILE.csv [OPTIONS]%n",
        description = {
            "Prints precision, recall and F1 of every class, and what was taken for what. Every row"
                    + " counts: also repetitions, and texts that the model has learned from."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll evaluate pets.safetensors pets.csv",
            "  unroll evaluate pets.safetensors more.csv --text name --label kind --plots plots",
            "  unroll evaluate pets.safetensors pets.csv --json"
        })
final class EvaluateCommand implements Command {
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of 'train classes'.")
    Path model = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "FILE.csv",
            description = "A UTF-8 table with a header line.")
    Path file = Path.of("");

    @Option(
            names = "--text",
            paramLabel = "COLUMN",
            description = "The column with the texts (default: as in training).")
    @Nullable String text;

    @Option(
            names = "--label",
            paramLabel = "COLUMN",
            description = "The column with the classes (default: as in training).")
    @Nullable String label;

    @Option(
            names = "--delimiter",
            paramLabel = "CHAR",
            converter = DelimiterConverter.class,
            description =
                    "What stands between columns: one character, or tab (default: as in training).")
    @Nullable Character delimiter;

    @Option(names = "--json", description = "Write the results as JSON.")
    boolean json;

    @Mixin(name = "Plots")
    PlotFlags plots = new PlotFlags();

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    EvaluateCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        plots.check();
        SequenceClassifier classifier = SequenceClassifier.load(model);
        LabelledTexts data =
                LabelledTexts.read(
                        file,
                        text != null ? text : classifier.textColumn(),
                        label != null ? label : classifier.labelColumn(),
                        delimiter != null ? delimiter : classifier.columns().delimiter());
        Evaluation evaluation = classifier.evaluate(data);
        List<Path> files =
                plots.write(
                        Map.of(
                                "confusion",
                                Plots.of(
                                        "What was taken for what: " + file.getFileName(),
                                        evaluation.confusion())));
        if (json) {
            Map<String, Object> results = new LinkedHashMap<>();
            results.put("model", model);
            results.put("data", file);
            results.putAll(EvaluationResults.json(evaluation));
            results.put("plots", files);
            Json.write(streams.out(), results);
        } else {
            streams.out().print(EvaluationResults.text(evaluation));
            files.forEach(plot -> streams.out().print("\n" + plot + "\n"));
            streams.flushResults();
        }
        return ExitCode.SUCCESS;
    }
}
