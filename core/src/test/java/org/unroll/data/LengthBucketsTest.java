package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Rng;

class LengthBucketsTest {
    private static final int[] LENGTHS =
            IntStream.range(0, 500).map(i -> 1 + i * 37 % 40).toArray();

    @Test
    void everySequenceIsInOneBatchAndAllButOneAreFull() {
        List<List<Integer>> batches = LengthBuckets.batches(LENGTHS, 32, Rng.seeded(1));
        assertThat(batches.stream().flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 500).boxed().toList());
        assertThat(batches).hasSize(LengthBuckets.count(500, 32));
        assertThat(batches.stream().filter(batch -> batch.size() < 32)).hasSize(1);
    }

    @Test
    void littleOfABatchIsPadding() {
        List<List<Integer>> batches = LengthBuckets.batches(LENGTHS, 16, Rng.seeded(1));
        int tokens = IntStream.of(LENGTHS).sum();
        int padded =
                batches.stream()
                        .mapToInt(batch ->
                                batch.size()
                                        * batch.stream()
                                                .mapToInt(i -> LENGTHS[i])
                                                .max()
                                                .orElseThrow())
                        .sum();
        // at random it is 1.85 times the tokens
        assertThat((double) padded / tokens).isLessThan(1.15);
    }

    @Test
    void theSeedDecidesAndEpochsDiffer() {
        Rng rng = Rng.seeded(9);
        List<List<Integer>> first = LengthBuckets.batches(LENGTHS, 32, rng.fork(0));
        assertThat(LengthBuckets.batches(LENGTHS, 32, rng.fork(0))).isEqualTo(first);
        assertThat(LengthBuckets.batches(LENGTHS, 32, rng.fork(1))).isNotEqualTo(first);
    }

    @Test
    void shortBatchesDoNotAlwaysComeFirst() {
        List<List<Integer>> batches = LengthBuckets.batches(LENGTHS, 32, Rng.seeded(2));
        assertThat(batches.stream().map(batch -> LENGTHS[batch.getFirst()]).toList())
                .isNotEqualTo(
                        batches.stream().map(batch -> LENGTHS[batch.getFirst()]).sorted().toList());
    }
}
