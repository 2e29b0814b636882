package org.unroll.classify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CleaningTest {
    private static final LabelledTexts DATA =
            LabelledTexts.of(
                    "pets",
                    List.of("Rex", "Lucky", "rex ", "Tom", "LUCKY", "Lucky", " ", "Ann", "Ann"),
                    List.of("dog", "dog", "dog", "cat", "cat", "cat", "cat", "", "cat"));

    @Test
    void repetitionsGoFirstThenContradictions() {
        Cleaning cleaning = Cleaning.of(DATA, true);
        assertThat(cleaning.kept().texts()).containsExactly("rex", "tom", "ann");
        assertThat(cleaning.kept().labels()).containsExactly("dog", "cat", "cat");
        assertThat(cleaning.rows()).isEqualTo(9);
        assertThat(cleaning.empty()).isEqualTo(2);
        assertThat(cleaning.duplicates()).isEqualTo(2); // rex, and lucky the cat
        assertThat(cleaning.contradictoryTexts()).isOne();
        assertThat(cleaning.contradictoryRows()).isEqualTo(2);
        assertThat(cleaning.text())
                .isEqualTo(
                        "9 rows: 2 without text or label, 2 repetitions and 2 rows of 1 text with"
                                + " several labels dropped, 3 kept");
    }

    @Test
    void withoutLowerCaseTextsOfAnotherCaseAreOthers() {
        Cleaning cleaning = Cleaning.of(DATA, false);
        assertThat(cleaning.kept().texts()).containsExactly("Rex", "rex", "Tom", "LUCKY", "Ann");
        assertThat(cleaning.duplicates()).isZero();
        assertThat(cleaning.contradictoryTexts()).isOne();
    }
}
