package org.unroll.examples;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.Cleaning;
import org.unroll.classify.LabelledTexts;
import org.unroll.examples.Notebook004Pets.Parts;
import org.unroll.examples.Notebook004Training.Experiment;
import org.unroll.examples.Notebook004Working.Working;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What `tools/notebooks-peer/pets` needs of this side: the splits of notebook 004 as a file that
/// PyTorch can learn from, and what the notebook's networks reach on them.
final class PetsPeer {
    private static final JsonFactory FACTORY = new JsonFactory();

    private PetsPeer() {}

    /// Writes `splits.json` and `unroll.json`.
    ///
    /// @param arguments a folder, and the number of seeds from 42 upwards
    static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int seeds = Integer.parseInt(arguments[1]);
        LabelledTexts table = LabelledTexts.read(Path.of("data", "pets.csv"), "имя", "класс", ',');
        LabelledTexts names = Notebook004Pets.firstLabels(table);
        LabelledTexts cleaned = Cleaning.of(table, true).kept();
        Map<Long, List<Experiment>> results = new LinkedHashMap<>();
        Map<Long, Map<String, Parts>> splits = new LinkedHashMap<>();
        for (long seed = RunOptions.SEED; seed < RunOptions.SEED + seeds; seed++) {
            Map<String, Parts> parts = new LinkedHashMap<>();
            parts.put("names", Parts.of(names, seed));
            parts.put("cleaned", Parts.of(cleaned, seed));
            splits.put(seed, parts);
            List<Experiment> experiments = new ArrayList<>();
            experiments.add(Experiment.asExecuted(names, seed));
            experiments.add(Experiment.asMeant(cleaned, seed));
            experiments.add(new Working(15).of(cleaned, seed));
            results.put(seed, experiments);
        }
        Files.createDirectories(folder);
        try (Writer out = Files.newBufferedWriter(folder.resolve("splits.json"));
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeSplits(json, splits);
        }
        try (Writer out = Files.newBufferedWriter(folder.resolve("unroll.json"));
                JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            writeResults(json, results);
        }
    }

    /// `{seed: {"names" or "cleaned": {"train" or "test": [[name, class], ...]}}}`
    private static void writeSplits(JsonGenerator json, Map<Long, Map<String, Parts>> splits) {
        json.writeStartObject();
        splits.forEach((seed, kinds) -> {
            json.writeObjectPropertyStart(Long.toString(seed));
            kinds.forEach((kind, parts) -> {
                json.writeObjectPropertyStart(kind);
                writePart(json, "train", parts.train());
                writePart(json, "test", parts.test());
                json.writeEndObject();
            });
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static void writePart(JsonGenerator json, String part, LabelledTexts texts) {
        json.writeArrayPropertyStart(part);
        for (int i = 0; i < texts.size(); i++) {
            json.writeStartArray();
            json.writeString(texts.texts().get(i));
            json.writeNumber("кошка".equals(texts.labels().get(i)) ? 1 : 0);
            json.writeEndArray();
        }
        json.writeEndArray();
    }

    /// `{settings: {network: {"macro_f1" or "accuracy": [one for each seed]}}}`, of the test parts.
    private static void writeResults(JsonGenerator json, Map<Long, List<Experiment>> results) {
        List<List<Experiment>> seeds = List.copyOf(results.values());
        json.writeStartObject();
        for (int i = 0; i < seeds.getFirst().size(); i++) {
            Experiment first = seeds.getFirst().get(i);
            json.writeObjectPropertyStart(first.settings());
            for (int j = 0; j < first.outcomes().size(); j++) {
                json.writeObjectPropertyStart(first.outcomes().get(j).network());
                json.writeArrayPropertyStart("macro_f1");
                for (List<Experiment> seed : seeds) {
                    json.writeNumber(seed.get(i).outcomes().get(j).test().report().macro().f1());
                }
                json.writeEndArray();
                json.writeArrayPropertyStart("accuracy");
                for (List<Experiment> seed : seeds) {
                    json.writeNumber(seed.get(i).outcomes().get(j).test().report().accuracy());
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
