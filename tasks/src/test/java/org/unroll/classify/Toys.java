package org.unroll.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.tensor.Rng;
import org.unroll.train.FitOptions;
import org.unroll.train.OptimizerKind;

/// Small tasks that can be learned in a second.
final class Toys {
    private static final String LETTERS = "abcdefghijklmno";

    private Toys() {}

    /// Does a text end in a vowel?
    static LabelledTexts data(int size) {
        return data(
                size,
                text -> "aeio".indexOf(text.charAt(text.length() - 1)) >= 0 ? "vowel" : "other");
    }

    /// Is there one of two letters anywhere in a text?
    static LabelledTexts anywhere(int size) {
        return data(size, text -> text.contains("a") || text.contains("b") ? "yes" : "no");
    }

    private static LabelledTexts data(int size, UnaryOperator<String> label) {
        Rng rng = Rng.seeded(11);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = 2 + rng.nextInt(7); length > 0; length--) {
                text.append(LETTERS.charAt(rng.nextInt(LETTERS.length())));
            }
            texts.add(text.toString());
            labels.add(label.apply(text.toString()));
        }
        return LabelledTexts.of("toy", texts, labels);
    }

    static ClassifierOptions options() {
        return ClassifierOptions.standard()
                .withShares(0.2, 0.1)
                .withNetwork(
                        NetworkOptions.of(CellKind.GRU)
                                .withHiddenSize(12)
                                .withEmbeddingSize(6)
                                .withDropout(0.1))
                .withOptimizer(OptimizerKind.ADAM, 0.02)
                .withFit(FitOptions.epochs(6).withPatience(4).withSeed(3));
    }
}
