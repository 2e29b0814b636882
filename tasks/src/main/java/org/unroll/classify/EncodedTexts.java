package org.unroll.classify;

import java.util.List;
import java.util.stream.IntStream;
import org.unroll.data.Padding;
import org.unroll.data.Vocabulary;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// Texts as tokens, with their classes as numbers.
///
/// @param rows the tokens of each text
/// @param labels the class of each text
/// @param padding the padding's token
record EncodedTexts(List<int[]> rows, int[] labels, int padding) {
    /// A batch of texts with their classes.
    ///
    /// @param tokens `[rows, steps]` with lengths
    /// @param labels `[rows]`
    record Batch(Sequence tokens, Tensor labels) {}

    static EncodedTexts of(LabelledTexts texts, Vocabulary vocabulary, List<String> classes) {
        return new EncodedTexts(
                texts.texts().stream().map(vocabulary::encode).toList(),
                texts.labelIndices(classes),
                vocabulary.paddingIndex());
    }

    int size() {
        return labels.length;
    }

    int[] lengths() {
        return rows.stream().mapToInt(row -> row.length).toArray();
    }

    Batch batch(List<Integer> places) {
        return new Batch(
                Padding.sequence(places.stream().map(rows::get).toList(), padding),
                Tensor.of(places.stream().mapToInt(i -> labels[i]).toArray(), places.size()));
    }

    Batch batch(int from, int to) {
        return batch(IntStream.range(from, to).boxed().toList());
    }
}
