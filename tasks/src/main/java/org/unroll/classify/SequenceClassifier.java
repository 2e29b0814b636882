package org.unroll.classify;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unroll.data.InputException;
import org.unroll.data.Padding;
import org.unroll.data.Vocabulary;
import org.unroll.internal.io.ModelArchive;
import org.unroll.internal.io.Settings;
import org.unroll.internal.network.Layers;
import org.unroll.model.Provenance;
import org.unroll.nn.Mode;
import org.unroll.tensor.Tensor;

/// A network that has learned to which class a text belongs: embedding, recurrent layers, pooling,
/// linear layer.
public final class SequenceClassifier {
    private static final String TASK = "classes";

    /// Texts classified at once: enough to use the machine, few enough not to fill its memory.
    private static final int ROWS = 256;

    private final ClassifierNetwork network;
    private final Vocabulary vocabulary;
    private final List<String> classes;
    private final ClassifierOptions options;
    private final TableColumns columns;
    private final Provenance provenance;

    private SequenceClassifier(
            ClassifierNetwork network,
            Vocabulary vocabulary,
            List<String> classes,
            ClassifierOptions options,
            TableColumns columns,
            Provenance provenance) {
        this.network = network;
        this.vocabulary = vocabulary;
        this.classes = List.copyOf(classes);
        this.options = options;
        this.columns = columns;
        this.provenance = provenance;
    }

    /// A model that has learned nothing yet; its weights come from the options' seed.
    static SequenceClassifier untrained(
            Vocabulary vocabulary,
            List<String> classes,
            ClassifierOptions options,
            TableColumns columns,
            Provenance provenance) {
        ClassifierNetwork network =
                new ClassifierNetwork(
                        options, vocabulary.size(), vocabulary.paddingIndex(), classes.size());
        return new SequenceClassifier(network, vocabulary, classes, options, columns, provenance);
    }

    /// The same network, with what is known of it after training.
    SequenceClassifier with(Provenance trained) {
        return new SequenceClassifier(network, vocabulary, classes, options, columns, trained);
    }

    /// Reads a model file.
    ///
    /// @throws InputException if it is missing, damaged, of another version or of another task
    public static SequenceClassifier load(Path file) {
        ModelArchive archive = ModelArchive.read(file, TASK);
        try {
            SequenceClassifier model =
                    untrained(
                            archive.vocabulary(),
                            archive.labels(),
                            ClassifierSettings.options(archive.settings()),
                            ClassifierSettings.columns(archive.settings()),
                            Provenance.restored(archive.origin().asMap(), archive.metrics()));
            model.network.parameters().load(archive.tensors());
            return model;
        } catch (IllegalArgumentException | InputException e) {
            throw new InputException("%s: damaged: %s".formatted(file, e.getMessage()), e);
        }
    }

    /// Writes the model file, atomically.
    ///
    /// @throws InputException if that is not possible
    public void save(Path file) {
        new ModelArchive(
                        TASK,
                        ClassifierSettings.of(options, columns),
                        vocabulary,
                        classes,
                        Settings.of(provenance.asMap()),
                        provenance.metrics(),
                        network.parameters().asMap())
                .write(file);
    }

    /// The class of a text. Characters the model does not know count as unknown.
    ///
    /// @throws InputException if the text is empty
    public Prediction classify(String text) {
        return classify(List.of(text)).getFirst();
    }

    /// The class of each text.
    ///
    /// @throws InputException if a text is empty
    public List<Prediction> classify(List<String> texts) {
        List<Prediction> predictions = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += ROWS) {
            List<String> part = texts.subList(from, Math.min(texts.size(), from + ROWS));
            double[] probabilities = probabilities(part, from);
            for (int i = 0; i < part.size(); i++) {
                predictions.add(prediction(part.get(i), probabilities, i * classes.size()));
            }
        }
        return predictions;
    }

    private double[] probabilities(List<String> texts, int first) {
        List<int[]> rows = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            int[] row = vocabulary.encode(Texts.normalized(texts.get(i), options.lowerCase()));
            if (row.length == 0) {
                throw new InputException("text %d is empty".formatted(first + i + 1));
            }
            rows.add(row);
        }
        Tensor logits =
                network.logits(Padding.sequence(rows, vocabulary.paddingIndex()), Mode.inference());
        return logits.softmax(1).toDoubles();
    }

    private Prediction prediction(String text, double[] probabilities, int from) {
        Map<String, Double> byClass = new LinkedHashMap<>();
        int best = 0;
        for (int c = 0; c < classes.size(); c++) {
            byClass.put(classes.get(c), probabilities[from + c]);
            best = probabilities[from + c] > probabilities[from + best] ? c : best;
        }
        return new Prediction(text, classes.get(best), probabilities[from + best], byClass);
    }

    /// Compares its predictions with the labels. Rows without text or label are dropped, as in
    /// training, and a note of the report says how many; a score with a zero denominator is 0, with
    /// a note.
    ///
    /// @throws InputException if there is a label that the model does not know, or no text at all
    public Evaluation evaluate(LabelledTexts all) {
        return evaluate(all, ZeroDivision.ZERO_WITH_NOTE);
    }

    /// The same with another choice of what a score with a zero denominator is.
    ///
    /// @throws InputException if there is a label that the model does not know, or no text at all
    public Evaluation evaluate(LabelledTexts all, ZeroDivision zeroDivision) {
        List<Integer> usable =
                IntStream.range(0, all.size())
                        .filter(i -> !Texts.isMissing(all.texts().get(i), all.labels().get(i)))
                        .boxed()
                        .toList();
        int dropped = all.size() - usable.size();
        LabelledTexts data = all.at(usable);
        if (data.size() == 0) {
            throw new InputException(
                    "%s: there are no texts to evaluate%s"
                            .formatted(
                                    all.data().name(),
                                    dropped == 0 ? "" : ": every row is without text or label"));
        }
        for (int i = 0; i < data.size(); i++) {
            String label = data.labels().get(i);
            if (!classes.contains(label)) {
                throw new InputException(
                        "%s: the model does not know the class \"%s\"; its classes are: %s"
                                .formatted(data.where(i), label, String.join(", ", classes)));
            }
        }
        int[] predicted =
                classify(data.texts()).stream()
                        .mapToInt(prediction -> classes.indexOf(prediction.label()))
                        .toArray();
        Evaluation evaluation =
                Evaluation.of(
                        ConfusionMatrix.of(classes, data.labelIndices(classes), predicted),
                        zeroDivision);
        return dropped == 0
                ? evaluation
                : evaluation.noting(
                        "%d of %d rows without text or label dropped"
                                .formatted(dropped, all.size()));
    }

    /// The classes, sorted.
    public List<String> classes() {
        return classes;
    }

    /// Its characters.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The options it was made and trained with.
    public ClassifierOptions options() {
        return options;
    }

    /// Where in a table the texts and labels stood that it learned from.
    public TableColumns columns() {
        return columns;
    }

    /// The header of the texts' column.
    public String textColumn() {
        return columns.text();
    }

    /// The header of the labels' column.
    public String labelColumn() {
        return columns.label();
    }

    /// How it came to be.
    public Provenance provenance() {
        return provenance;
    }

    /// Layers, shapes and parameter counts as a table.
    public String summary() {
        return Layers.summary(network.layers(), options.batchSize(), 10);
    }

    /// How the recurrent layers are run, with all gradients, as text for reading.
    public String planText() {
        return network.planText();
    }

    ClassifierNetwork network() {
        return network;
    }
}
