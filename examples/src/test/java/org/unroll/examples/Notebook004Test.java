package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.classify.LabelledTexts;
import org.unroll.examples.Notebook004.Rnn;
import org.unroll.examples.Notebook004Pets.Parts;
import org.unroll.examples.Notebook004Pets.PetsDataset;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

@Tag("once")
class Notebook004Test {
    private static final LabelledTexts TABLE =
            LabelledTexts.read(
                    Run.ofOptions("004", RunOptions.of()).sample("pets.csv"), "имя", "класс", ',');

    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        output = Captured.output(new Notebook004(), "004", "--quick");
    }

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
    void shapesAreTheOriginals() {
        assertThat(output)
                .contains("## One step\n\n[16, 10]\n")
                .contains("outputs [16, 8, 10], state [16, 10]\n")
                .contains("apart by 0.0\n")
                .contains("output [16, 8, 10], h [16, 10]\nthe last output is h: true\n")
                .contains("output [8, 16, 10], h [16, 10]\nthe last output is h: true\n");
    }

    @Test
    void namesAreCountedAndCleaned() {
        assertThat(output)
                .contains("919 rows\n866 names, 451 of dogs\n")
                .contains("692 names to learn from, 174 held\n")
                .contains("(692, 174)\n")
                .contains("823 names, 415 of cats\n");
    }

    @Test
    void reportsAreScikitLearns() {
        assertThat(output)
                .contains("              precision    recall  f1-score   support\n\n           0 ")
                .contains("weighted avg ");
    }

    @Test
    void onlySettingsThatWorkWork() {
        Pattern row =
                Pattern.compile("(?m)^(as \\w+|that work) +(own|[A-Z]+) +(\\S+) +(\\S+) +\\S+$");
        List<MatchResult> rows = row.matcher(output).results().toList();
        assertThat(rows).hasSize(4 + 4 + 3);
        for (MatchResult each : rows) {
            double f1 = Double.parseDouble(each.group(4));
            if (each.group(1).equals("that work")) {
                assertThat(f1).as(each.group()).isGreaterThan(0.7);
            } else {
                assertThat(f1).as(each.group()).isLessThan(0.7);
            }
        }
    }
}
