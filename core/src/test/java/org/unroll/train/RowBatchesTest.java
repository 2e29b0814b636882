package org.unroll.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unroll.tensor.Rng;

class RowBatchesTest {
    private static List<int[]> epoch(RowBatches<int[]> batches, int epoch) {
        return IntStream.range(0, batches.perEpoch())
                .mapToObj(position -> batches.batch(epoch, position))
                .toList();
    }

    private static int[] places(RowBatches<int[]> batches, int epoch) {
        return epoch(batches, epoch).stream().flatMapToInt(IntStream::of).toArray();
    }

    private static RowBatches<int[]> shuffled(int rows, int batchSize, long seed) {
        return RowBatches.shuffled(rows, batchSize, Rng.seeded(seed), places -> places);
    }

    @ParameterizedTest
    @CsvSource({"10, 4, 3", "8, 4, 2", "3, 5, 1", "1, 1, 1"})
    void everyRowIsInOneBatchAndTheLastIsSmaller(int rows, int batchSize, int perEpoch) {
        RowBatches<int[]> batches = shuffled(rows, batchSize, 3);
        assertThat(batches.perEpoch()).isEqualTo(perEpoch);
        List<int[]> epoch = epoch(batches, 2);
        assertThat(epoch.subList(0, perEpoch - 1))
                .allSatisfy(batch -> assertThat(batch).hasSize(batchSize));
        assertThat(epoch.getLast()).hasSize(rows - (perEpoch - 1) * batchSize);
        assertThat(places(batches, 2))
                .containsExactlyInAnyOrder(IntStream.range(0, rows).toArray());
    }

    @Test
    void inOrderIsTheSameEachEpoch() {
        RowBatches<int[]> batches = RowBatches.inOrder(5, 2, places -> places);
        assertThat(epoch(batches, 0))
                .containsExactly(new int[] {0, 1}, new int[] {2, 3}, new int[] {4});
        assertThat(batches.batch(7, 1)).containsExactly(2, 3);
    }

    @Test
    void epochsDiffer() {
        RowBatches<int[]> batches = shuffled(50, 8, 3);
        assertThat(places(batches, 1)).isNotEqualTo(places(batches, 0));
        assertThat(places(batches, 0)).isNotEqualTo(IntStream.range(0, 50).toArray());
    }

    @Test
    void aBatchDependsOnSeedAndPlaceAlone() {
        Rng drawnFrom = Rng.seeded(3);
        RowBatches<int[]> batches = RowBatches.shuffled(50, 8, drawnFrom, places -> places);
        int[] late = batches.batch(4, 6);
        batches.batch(0, 0);
        drawnFrom.nextLong();
        assertThat(batches.batch(4, 6)).isEqualTo(late);
        assertThat(shuffled(50, 8, 3).batch(4, 6)).isEqualTo(late);
        assertThat(shuffled(50, 8, 4).batch(4, 6)).isNotEqualTo(late);
    }

    @Test
    void nothingIsNoBatch() {
        assertThatThrownBy(() -> shuffled(0, 4, 1)).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> shuffled(4, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
