package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.classify.ClassifierOptions;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.LabelledTexts;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.model.CheckpointFiles;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;
import org.unroll.train.FitOptions;
import org.unroll.train.TrainingRun;

/// The page on model files names every key that model files and checkpoints have.
class ModelFilePageTest {
    private static final Path PATH = Path.of("docs", "reference", "model-files.md");
    private static final NetworkOptions TINY =
            NetworkOptions.of(CellKind.GRU).withHiddenSize(4).withEmbeddingSize(3);

    @TempDir private Path folder;

    @Test
    void everyKeyAndTensorIsNamed() throws Exception {
        Page page =
                Page.all().stream()
                        .filter(candidate -> candidate.path().equals(PATH))
                        .findFirst()
                        .orElseThrow();
        Set<String> named =
                page.prose().stream()
                        .flatMap(line -> Pattern.compile("`([^`]+)`").matcher(line).results())
                        .map(span -> span.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
        Path text = folder.resolve("text.safetensors");
        Path classes = folder.resolve("classes.safetensors");
        trainText(text);
        trainClasses(classes);
        for (String file : List.of("text", "text.last", "classes")) {
            SafetensorsFile content = SafetensorsFile.read(folder.resolve(file + ".safetensors"));
            assertThat(named).as(file).containsAll(keys(content.metadata()));
            if (!file.contains("last")) {
                assertThat(named)
                        .as(file)
                        .containsAll(
                                content.tensors().keySet().stream()
                                        .map(name ->
                                                name.replace("gru.", "CELL.").replace("_l0", "_lN"))
                                        .toList());
            }
        }
    }

    private static Set<String> keys(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), inner(entry.getValue())))
                .map(key -> key.replaceFirst("^(unroll\\.identity\\.).*", "$1NAME"))
                .collect(Collectors.toSet());
    }

    /// The names of a JSON object's members.
    private static Stream<String> inner(String value) {
        return value.startsWith("{")
                ? Pattern.compile("\"([^\"]+)\":").matcher(value).results().map(key -> key.group(1))
                : Stream.of();
    }

    private static void trainText(Path file) {
        TextTrainer trainer =
                TextTrainer.of(
                        TextSource.of("lines", "one two three\n".repeat(40)),
                        TextOptions.standard()
                                .withNetwork(TINY)
                                .withFit(FitOptions.iterations(2).withCheckpointEvery(1))
                                .withSequenceLength(10)
                                .withValidationShare(0.2));
        trainer.train(TrainingRun.silent().withCheckpoints(CheckpointFiles.beside(file)));
        trainer.model().save(file);
    }

    private static void trainClasses(Path file) {
        List<String> texts = Stream.iterate(1, i -> i + 1).limit(40).map(i -> "a" + i).toList();
        List<String> labels =
                Stream.iterate(1, i -> i + 1).limit(40).map(i -> "c" + i % 2).toList();
        ClassifierTrainer trainer =
                ClassifierTrainer.of(
                        LabelledTexts.of("numbers", texts, labels),
                        ClassifierOptions.standard()
                                .withNetwork(TINY)
                                .withFit(FitOptions.epochs(1)));
        trainer.train(TrainingRun.silent());
        trainer.model().save(file);
    }
}
