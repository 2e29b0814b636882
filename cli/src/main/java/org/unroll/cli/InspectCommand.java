package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.SequenceClassifier;
import org.unroll.model.ModelCard;
import org.unroll.model.ModelFile;
import org.unroll.model.Provenance;
import org.unroll.text.TextModel;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `inspect`: shows what a model file says about itself.
@picocli.CommandLine.Command(
        header = "Shows what is in a model file: its task, options, origin and tensors.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "unroll inspect MODEL [OPTIONS]%n",
        description = {"The whole file is read and verified."},
        parameterListHeading = "%nArguments:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  unroll inspect names.safetensors",
            "  unroll inspect names.safetensors --json",
            "  unroll inspect names.safetensors --plan",
        })
final class InspectCommand implements Command {
    /// In the settings how many there may be, in the origin how many there were.
    private static final String ITERATIONS = "iterations";

    private final Streams streams;

    @Parameters(paramLabel = "MODEL", description = "A model file.")
    Path model = Path.of("");

    @Option(names = "--json", description = "Write the results as JSON.")
    boolean json;

    @Option(
            names = "--plan",
            description =
                    "Show how the recurrent layers are run: the recorded step, what is computed"
                            + " ahead of the loop, in it and after it, and the same for the"
                            + " gradients.")
    boolean plan;

    @Mixin(name = "Help")
    HelpFlag help = new HelpFlag();

    InspectCommand(Streams streams) {
        this.streams = streams;
    }

    @Override
    public int run() {
        ModelCard card = ModelFile.inspect(model);
        if (json) {
            Map<String, Object> json = json(card);
            if (plan) {
                json.put("plan", plan(card));
            }
            Json.write(streams.out(), json);
        } else {
            streams.out().print(text(card));
            if (plan) {
                streams.out().print("\nplan\n" + plan(card));
            }
            streams.flushResults();
        }
        return ExitCode.SUCCESS;
    }

    private String plan(ModelCard card) {
        return card.task().equals("text")
                ? TextModel.load(model).planText()
                : SequenceClassifier.load(model).planText();
    }

    private String text(ModelCard card) {
        Map<String, String> lines = new LinkedHashMap<>();
        Provenance provenance = card.provenance();
        lines.put("task", card.task());
        lines.put("parameters", Numbers.grouped(card.parameters()));
        lines.put("vocabulary", Numbers.counted(card.vocabularySize(), "token"));
        if (!card.labels().isEmpty()) {
            lines.put("classes", String.join(", ", card.labels()));
        }
        card.configuration()
                .forEach((name, value) -> {
                    if (!name.equals(ITERATIONS) && !isUnusedLimit(name, value)) {
                        lines.put(name, value);
                    }
                });
        lines.put("trained on", provenance.data().name());
        lines.put("its SHA-256", provenance.data().sha256());
        lines.put("seed", Long.toString(provenance.seed()));
        lines.put(ITERATIONS, iterations(card));
        lines.put("weights of update", Numbers.grouped(provenance.bestIteration()));
        provenance.metrics().forEach((name, value) -> lines.put(name, Numbers.fixed(value, 4)));
        lines.put("written by", "unroll " + provenance.unrollVersion());
        StringBuilder text = new StringBuilder().append(model).append('\n');
        int width = lines.keySet().stream().mapToInt(String::length).max().orElse(0);
        lines.forEach((name, value) -> row(text, name, width, value));
        text.append("\ntensors\n");
        int widest =
                card.tensors().stream().mapToInt(tensor -> tensor.name().length()).max().orElse(0);
        card.tensors()
                .forEach(tensor ->
                        row(text, tensor.name(), widest, tensor.shape() + " " + tensor.type()));
        return text.toString();
    }

    /// How many were done, and of how many if it was to be more.
    private static String iterations(ModelCard card) {
        long done = card.provenance().iterations();
        long most = Long.parseLong(card.configuration().getOrDefault(ITERATIONS, "0"));
        return Numbers.grouped(done) + (most <= done ? "" : " of " + Numbers.grouped(most));
    }

    /// Of the two limits of a training, epochs and iterations, the one that is 0 was not set.
    private static boolean isUnusedLimit(String name, String value) {
        return (name.equals(ITERATIONS) || name.equals("epochs")) && value.equals("0");
    }

    private static void row(StringBuilder text, String name, int width, String value) {
        text.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
        text.append(value).append('\n');
    }

    private Map<String, Object> json(ModelCard card) {
        Map<String, Object> json = new LinkedHashMap<>();
        Provenance provenance = card.provenance();
        json.put("model", model);
        json.put("task", card.task());
        json.put("parameters", card.parameters());
        json.put("vocabularySize", card.vocabularySize());
        json.put("classes", card.labels());
        Map<String, Object> configuration = new LinkedHashMap<>();
        card.configuration()
                .forEach((name, value) -> {
                    if (!isUnusedLimit(name, value)) {
                        configuration.put(name, SettingTypes.value(name, value));
                    }
                });
        json.put("configuration", configuration);
        Map<String, Object> origin = new LinkedHashMap<>();
        origin.put("data", provenance.data().name());
        origin.put("sha256", provenance.data().sha256());
        origin.put("seed", provenance.seed());
        origin.put("iterations", provenance.iterations());
        origin.put("bestIteration", provenance.bestIteration());
        origin.put("metrics", provenance.metrics());
        origin.put("unrollVersion", provenance.unrollVersion());
        json.put("provenance", origin);
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (ModelCard.TensorLine tensor : card.tensors()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("name", tensor.name());
            line.put("shape", tensor.shape().dims());
            line.put("type", tensor.type());
            tensors.add(line);
        }
        json.put("tensors", tensors);
        return json;
    }
}
