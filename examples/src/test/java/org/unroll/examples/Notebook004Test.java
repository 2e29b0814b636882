package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.classify.Cleaning;
import org.unroll.classify.LabelledTexts;
import org.unroll.examples.Notebook004.Rnn;
import org.unroll.examples.Notebook004Pets.Parts;
import org.unroll.examples.Notebook004Pets.PetsDataset;
import org.unroll.examples.Notebook004Training.Experiment;
import org.unroll.examples.Notebook004Training.Outcome;
import org.unroll.examples.Notebook004Working.Working;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

class Notebook004Test {
    private static final LabelledTexts TABLE =
            LabelledTexts.read(
                    Run.ofOptions("004", RunOptions.of()).sample("pets.csv"), "имя", "класс", ',');

    @ParameterizedTest
    @EnumSource(Layout.class)
    void ownNetworkKeepsTheLayoutAndEndsInItsState(Layout layout) {
        Rng rng = Rng.seeded(3);
        Rnn rnn = Rnn.of(5, 4, layout, Init.pytorch(rng));
        Tensor x = rng.normal(DType.FLOAT32, 0, 1, 3, 7, 5);
        Rnn.Result result = rnn.forward(x);
        assertThat(result.output().shape().dims()).containsExactly(3, 7, 4);
        int last = x.dim(layout.timeAxis()) - 1;
        assertThat(result.output().select(layout.timeAxis(), last).toFloats())
                .isEqualTo(result.h().toFloats());
        Sequence sequence = layout == Layout.BATCH_FIRST ? Sequence.of(x) : Sequence.timeFirst(x);
        float[] layer =
                Recurrent.of(rnn.cell())
                        .run(sequence, Mode.inference())
                        .outputs()
                        .values()
                        .toFloats();
        float[] own = result.output().toFloats();
        for (int i = 0; i < own.length; i++) {
            assertThat(own[i]).isCloseTo(layer[i], offset(2e-6f));
        }
    }

    @Test
    void theFirstLabelStays() {
        LabelledTexts table =
                LabelledTexts.of(
                        "three",
                        List.of("Рекс", "Ася", "Рекс", "ася"),
                        List.of("собака", "собака", "кошка", "кошка"));
        LabelledTexts names = Notebook004Pets.firstLabels(table);
        assertThat(names.texts()).containsExactly("Рекс", "Ася", "ася");
        assertThat(names.labels()).containsExactly("собака", "собака", "кошка");
    }

    @Test
    void partsAreShuffledAndApart() {
        LabelledTexts names = Notebook004Pets.firstLabels(TABLE);
        Parts parts = Parts.of(names, 1);
        assertThat(parts.test().size()).isEqualTo(174);
        Set<String> all = new HashSet<>(parts.train().texts());
        assertThat(all).doesNotContainAnyElementsOf(parts.test().texts());
        all.addAll(parts.test().texts());
        assertThat(all).hasSize(866);
        assertThat(parts.train().labels().subList(0, 100)).contains("собака", "кошка");
        assertThat(Parts.of(names, 2).test().texts()).isNotEqualTo(parts.test().texts());
    }

    @Test
    void namesAreFilledUpOrKeepTheirLengths() {
        LabelledTexts names =
                LabelledTexts.of("two", List.of("Рекс", "Юся"), List.of("собака", "кошка"));
        PetsDataset dataset = PetsDataset.of(names, new Parts(names, names).letters());
        assertThat(dataset.length()).isEqualTo(4);
        PetsDataset.Batch padded = dataset.withLength(6).padded(1, 0);
        assertThat(padded.letters().hasLengths()).isFalse();
        assertThat(padded.letters().values().shape().dims()).containsExactly(2, 6);
        assertThat(padded.letters().values().get(0, 3)).isZero();
        assertThat(padded.classes().toInts()).containsExactly(1, 0);
        assertThat(dataset.withLengths(1, 0).letters().lengths()).containsExactly(3, 4);
    }

    @Test
    void onlySettingsThatWorkWork() {
        LabelledTexts cleaned = Cleaning.of(TABLE, true).kept();
        assertThat(cleaned.size()).isEqualTo(823);
        Experiment meant = Experiment.asMeant(cleaned, 5);
        assertThat(meant.outcomes()).extracting(Outcome::network).contains("own", "GRU");
        double coin = Math.log(2);
        for (Outcome outcome : meant.outcomes()) {
            assertThat(outcome.losses()[2]).isBetween(coin - 0.05, coin + 0.05);
        }
        for (Outcome outcome : new Working(5).of(cleaned, 5).outcomes()) {
            assertThat(outcome.losses()[4]).isLessThan(0.55);
            assertThat(outcome.test().report().macro().f1()).isGreaterThan(0.65);
        }
    }
}
