package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.Prediction;
import org.unroll.classify.SequenceClassifier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `classify`: tells the class of texts.
@picocli.CommandLine.Command(
        header = "Tells to which class texts belong, with a model that 'train classes' made.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll classify MODEL [TEXT...] [OPTIONS]%n",
        description = {
            "Without TEXT, each line of standard input is a text. Empty texts are passed over. Each"
                    + " other one gives one line: class, its probability, and the text, with tabs"
                    + " between them."
        },
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll classify pets.safetensors Мурка Рекс",
            "  unroll classify pets.safetensors < names.txt",
            "  unroll classify pets.safetensors Барсик --json",
            "  unroll classify mails.safetensors -- '-50 %% today only'"
        })
final class ClassifyCommand implements Command {
    private final Streams streams;

    @Parameters(index = "0", paramLabel = "MODEL", description = "A model file of 'train classes'.")
    Path model = Path.of("");

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "TEXT",
            description = "What to classify; after -- it may begin with a dash.")
    List<String> texts = new ArrayList<>();

    @Option(
            names = "--json",
            description = "Write the results as JSON, with every class's probability.")
    boolean json;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    ClassifyCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        SequenceClassifier classifier = SequenceClassifier.load(model);
        List<Map<String, Object>> results = new ArrayList<>();
        if (texts.isEmpty()) {
            InputLines lines = new InputLines(streams.in());
            for (List<String> some = lines.next(); !some.isEmpty(); some = lines.next()) {
                show(classifier.classify(some), results);
            }
        } else {
            show(classifier.classify(filled()), results);
        }
        if (json) {
            Json.write(streams.out(), results);
        }
        return ExitCode.SUCCESS;
    }

    /// The texts that are not empty: as with lines of standard input, one that is stops no other.
    private List<String> filled() {
        List<String> filled = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            if (!texts.get(i).isBlank()) {
                filled.add(texts.get(i));
            } else if (texts.size() > 1) {
                streams.note("unroll: text %d is empty and passed over".formatted(i + 1));
            }
        }
        if (filled.isEmpty()) {
            throw Failure.work("expected a text to classify but got an empty one");
        }
        return filled;
    }

    private void show(List<Prediction> predictions, List<Map<String, Object>> results) {
        for (Prediction prediction : predictions) {
            if (json) {
                Map<String, Object> result = new LinkedHashMap<>();
                result.put("text", prediction.text());
                result.put("label", prediction.label());
                result.put("probability", prediction.probability());
                result.put("probabilities", prediction.probabilities());
                results.add(result);
            } else {
                streams.out()
                        .print(
                                prediction.label()
                                        + '\t'
                                        + Decimals.three(prediction.probability())
                                        + '\t'
                                        + prediction.text()
                                        + '\n');
            }
        }
        if (!json) {
            streams.flushResults();
        }
    }
}
