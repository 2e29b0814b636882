package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.unroll.tensor.Rng;

class SplitTest {
    private static int[] labels(int... sizes) {
        return IntStream.range(0, sizes.length)
                .flatMap(label -> IntStream.generate(() -> label).limit(sizes[label]))
                .toArray();
    }

    private static long count(List<Integer> indices, int[] labels, int label) {
        return indices.stream().filter(i -> labels[i] == label).count();
    }

    @Test
    void everyClassGivesItsShare() {
        int[] labels = labels(100, 50, 10);
        Split split = Split.stratified(labels, 0.2, Rng.seeded(1));
        assertThat(count(split.held(), labels, 0)).isEqualTo(20);
        assertThat(count(split.held(), labels, 1)).isEqualTo(10);
        assertThat(count(split.held(), labels, 2)).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.25, 0.5, 0.9})
    void everyExampleIsInOnePartAndTheSharesAddUp(double share) {
        int[] labels = labels(13, 7, 5, 29);
        Split split = Split.stratified(labels, share, Rng.seeded(7));
        List<Integer> all = new ArrayList<>(split.kept());
        all.addAll(split.held());
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 54).boxed().toList());
        assertThat(split.kept()).isSorted();
        assertThat(split.held()).isSorted().hasSize((int) Math.round(share * 54));
    }

    @Test
    void noClassLosesAllItsExamples() {
        int[] labels = labels(1, 2, 40);
        Split split = Split.stratified(labels, 0.9, Rng.seeded(3));
        assertThat(count(split.kept(), labels, 0)).isEqualTo(1);
        assertThat(count(split.kept(), labels, 1)).isEqualTo(1);
    }

    @Test
    void theSeedDecides() {
        int[] labels = labels(30, 30);
        Split split = Split.stratified(labels, 0.3, Rng.seeded(5));
        assertThat(Split.stratified(labels, 0.3, Rng.seeded(5))).isEqualTo(split);
        assertThat(Split.stratified(labels, 0.3, Rng.seeded(6))).isNotEqualTo(split);
    }

    /// The numbers that scikit-learn's `train_test_split` gives.
    @ParameterizedTest
    @CsvSource({"2792, 0.2, 559", "866, 0.2, 174", "10, 0.1, 1", "7, 0, 0", "3, 0.5, 2"})
    void aRandomPartIsRoundedUp(int count, double share, int number) {
        Split split = Split.random(count, share, Rng.seeded(7));
        assertThat(split.held()).isSorted().hasSize(number);
        assertThat(split.kept()).isSorted();
        List<Integer> all = new ArrayList<>(split.kept());
        all.addAll(split.held());
        assertThat(all)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, count).boxed().toList());
    }

    @Test
    void theSeedDecidesARandomPart() {
        Split split = Split.random(60, 0.3, Rng.seeded(5));
        assertThat(Split.random(60, 0.3, Rng.seeded(5))).isEqualTo(split);
        assertThat(Split.random(60, 0.3, Rng.seeded(6))).isNotEqualTo(split);
    }

    /// Of 10 held back out of 100, how often each is one of the first half: half the time, give or
    /// take what chance allows in 400 splits (one standard deviation is 0.0075).
    @Test
    void everyExampleIsAsLikelyToBeHeld() {
        long low =
                IntStream.range(0, 400)
                        .mapToLong(seed ->
                                Split.random(100, 0.1, Rng.seeded(seed)).held().stream()
                                        .filter(i -> i < 50)
                                        .count())
                        .sum();
        assertThat(low / 4000.0).isBetween(0.46, 0.54);
    }

    @Test
    void refusesAShareOfAll() {
        assertThatThrownBy(() -> Split.stratified(labels(4, 4), 1, Rng.seeded(0)))
                .hasMessageContaining("[0, 1)");
        assertThatThrownBy(() -> Split.random(4, 1, Rng.seeded(0))).hasMessageContaining("[0, 1)");
        assertThatThrownBy(() -> Split.random(4, 0.9, Rng.seeded(0)))
                .hasMessage("expected an example to stay but a share of 0.9 of 4 is 4");
    }
}
