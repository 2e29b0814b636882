package org.unroll.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.unroll.data.Characters;
import org.unroll.data.InputException;
import org.unroll.data.Vocabulary;
import org.unroll.internal.io.ModelArchive;
import org.unroll.internal.io.Settings;
import org.unroll.internal.network.Layers;
import org.unroll.model.Provenance;

/// A network that has learned which character comes next: embedding, recurrent layers, linear
/// layer.
public final class TextModel {
    private static final String TASK = "text";

    private final TextNetwork network;
    private final Vocabulary vocabulary;
    private final TextOptions options;
    private final Provenance provenance;

    private TextModel(
            TextNetwork network,
            Vocabulary vocabulary,
            TextOptions options,
            Provenance provenance) {
        this.network = network;
        this.vocabulary = vocabulary;
        this.options = options;
        this.provenance = provenance;
    }

    /// A model that has learned nothing yet; its weights come from the options' seed.
    static TextModel untrained(Vocabulary vocabulary, TextOptions options, Provenance provenance) {
        return new TextModel(
                new TextNetwork(options.network(), vocabulary.size(), options.fit().seed()),
                vocabulary,
                options,
                provenance);
    }

    /// The same network, with what is known of it after training.
    TextModel with(Provenance trained) {
        return new TextModel(network, vocabulary, options, trained);
    }

    /// Reads a model file.
    ///
    /// @throws InputException if it is missing, damaged, of another version or of another task
    public static TextModel load(Path file) {
        ModelArchive archive = ModelArchive.read(file, TASK);
        try {
            TextModel model =
                    untrained(
                            archive.vocabulary(),
                            TextSettings.options(archive.settings()),
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
                        TextSettings.of(options),
                        vocabulary,
                        List.of(),
                        Settings.of(provenance.asMap()),
                        provenance.metrics(),
                        network.parameters().asMap())
                .write(file);
    }

    /// The text, code point by code point as the model writes it. The stream is computed as it is
    /// consumed.
    ///
    /// @throws InputException if the prefix has characters that the model does not know
    public IntStream generate(Generation generation) {
        List<String> unknown = vocabulary.unknownIn(generation.prefix());
        if (!unknown.isEmpty()) {
            throw new InputException(
                    "the model does not know %s of the prefix; it knows only %s"
                            .formatted(
                                    described(unknown),
                                    String.join("", vocabulary.tokens()).strip()));
        }
        return StreamSupport.intStream(
                Spliterators.spliteratorUnknownSize(
                        new Writer(network, vocabulary, generation),
                        Spliterator.ORDERED | Spliterator.NONNULL),
                false);
    }

    private static String described(List<String> characters) {
        return String.join(" ", characters.stream().limit(100).map(Characters::describe).toList());
    }

    /// The same text at once.
    ///
    /// @throws InputException if the prefix has characters that the model does not know
    public String write(Generation generation) {
        return generate(generation)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Its characters.
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The options it was made and trained with.
    public TextOptions options() {
        return options;
    }

    /// How it came to be.
    public Provenance provenance() {
        return provenance;
    }

    /// Layers, shapes and parameter counts as a table.
    public String summary() {
        return Layers.summary(network.layers(), options.batchSize(), options.sequenceLength());
    }

    /// How the recurrent layers are run, with all gradients, as text for reading.
    public String planText() {
        return network.planText();
    }

    TextNetwork network() {
        return network;
    }
}
