package org.unroll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.classify.ClassifierOptions;
import org.unroll.classify.ClassifierTrainer;
import org.unroll.classify.LabelledTexts;
import org.unroll.classify.SequenceClassifier;
import org.unroll.data.InputException;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.recurrent.CellKind;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;
import org.unroll.text.Generation;
import org.unroll.text.TextModel;
import org.unroll.text.TextOptions;
import org.unroll.text.TextSource;
import org.unroll.text.TextTrainer;

class ModelFileTest {
    @TempDir Path folder;
    private Path file;
    private TextModel text;

    @BeforeEach
    void writeAModel() {
        file = folder.resolve("names.safetensors");
        NetworkOptions network =
                NetworkOptions.of(CellKind.GRU)
                        .withHiddenSize(3)
                        .withEmbeddingSize(2)
                        .withLayers(2)
                        .withType(DType.FLOAT64);
        text =
                TextTrainer.of(
                                TextSource.of("ab", "abc\n\u0002\"\\ñ𝄞\n".repeat(20)),
                                TextOptions.standard().withNetwork(network))
                        .model();
        text.save(file);
    }

    @Test
    void aTextModelComesBack() {
        TextModel back = TextModel.load(file);
        assertThat(back.vocabulary()).isEqualTo(text.vocabulary());
        assertThat(back.options()).isEqualTo(text.options());
        assertThat(back.provenance()).isEqualTo(text.provenance());
        Generation generation = Generation.characters(40);
        assertThat(back.write(generation)).isEqualTo(text.write(generation));
    }

    @Test
    void aClassifierComesBack() {
        LabelledTexts data =
                LabelledTexts.of("x", List.of("a", "b", "c", "d"), List.of("1", "2", "1", "2"));
        SequenceClassifier model =
                ClassifierTrainer.of(data, ClassifierOptions.standard().withShares(0, 0)).model();
        model.save(file);
        SequenceClassifier back = SequenceClassifier.load(file);
        assertThat(back.classify("abcd")).isEqualTo(model.classify("abcd"));
        assertThat(back.classes()).containsExactly("1", "2");
        assertThat(back.options()).isEqualTo(model.options());
        assertThat(back.columns()).isEqualTo(model.columns());
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(file);
        TextModel.load(file).save(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void saysWhatItIs() {
        ModelCard card = ModelFile.inspect(file);
        assertThat(card.task()).isEqualTo("text");
        assertThat(card.configuration()).containsEntry("cell", "gru").containsEntry("layers", "2");
        assertThat(card.vocabularySize()).isEqualTo(9);
        assertThat(card.tensors())
                .contains(new ModelCard.TensorLine("gru.weight_hh_l1", Shape.of(9, 3), "float64"));
        assertThat(card.parameters())
                .isEqualTo(9 * 2 + (9 * 2 + 9 * 3 + 18) + (9 * 3 + 9 * 3 + 18) + (3 * 9 + 9));
        assertThat(card.provenance().data().name()).isEqualTo("ab");
        assertThat(card.provenance().unrollVersion()).isNotEqualTo("unknown").doesNotContain("$");
    }

    @Test
    void aFileCutOffAnywhereIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 1 + length / 20) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            assertRefused("cut off after " + length);
        }
    }

    @Test
    void aFileAlteredAnywhereIsRefused() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += at < 64 ? 1 : 5) {
            byte[] altered = bytes.clone();
            altered[at] ^= 1;
            Files.write(file, altered);
            assertRefused("altered at " + at);
        }
    }

    private void assertRefused(String how) {
        assertThatThrownBy(() -> TextModel.load(file))
                .as(how)
                .isInstanceOf(InputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("\n");
    }

    @Test
    void aModelOfAnotherTaskIsRefused() {
        assertThatThrownBy(() -> SequenceClassifier.load(file))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        file
                                + ": expected a model for classification but this one is for text"
                                + " generation");
    }

    @Test
    void aNewerVersionIsRefused() throws IOException {
        SafetensorsFile.read(file).withMetadata("unroll.version", "2").write(file);
        assertThatThrownBy(() -> ModelFile.inspect(file))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        file
                                + ": written in version 2 of the model file, this Unroll reads"
                                + " version 1");
    }

    @Test
    void safetensorsOfOthersAreRefused() throws IOException {
        SafetensorsFile.of(Map.of("a", Tensor.of(new float[] {1}, 1))).write(file);
        assertThatThrownBy(() -> ModelFile.inspect(file))
                .isInstanceOf(InputException.class)
                .hasMessage(file + ": a safetensors file, but not a model of Unroll");
    }

    @Test
    void aMissingFileIsOneLine() {
        Path missing = folder.resolve("none");
        assertThatThrownBy(() -> ModelFile.inspect(missing))
                .isInstanceOf(InputException.class)
                .hasMessage(missing + ": no such file");
    }
}
