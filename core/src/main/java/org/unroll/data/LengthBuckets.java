package org.unroll.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unroll.tensor.Rng;

/// Batches of sequences of like length, so that little of a batch is padding, and yet other batches
/// in every epoch.
public final class LengthBuckets {
    /// Sequences are sorted within stretches of so many batches. Sorting all of them would give the
    /// same neighbours in every epoch.
    private static final int BATCHES_PER_STRETCH = 16;

    private LengthBuckets() {}

    /// The batches of an epoch, as indices of sequences; every sequence is in one batch. All
    /// batches but one have `batchSize` sequences.
    ///
    /// @param lengths the length of each sequence
    /// @param rng decides; the same state gives the same batches
    public static List<List<Integer>> batches(int[] lengths, int batchSize, Rng rng) {
        if (batchSize < 1) {
            throw new IllegalArgumentException(
                    "expected a batch size of at least 1 but got " + batchSize);
        }
        int[] order = rng.fork("order").permutation(lengths.length);
        int stretch = Math.multiplyExact(batchSize, BATCHES_PER_STRETCH);
        List<Integer> sorted = new ArrayList<>(lengths.length);
        for (int from = 0; from < order.length; from += stretch) {
            Arrays.stream(order, from, Math.min(order.length, from + stretch))
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> lengths[i]))
                    .forEach(sorted::add);
        }
        List<List<Integer>> batches = new ArrayList<>();
        for (int from = 0; from < sorted.size(); from += batchSize) {
            batches.add(
                    List.copyOf(sorted.subList(from, Math.min(sorted.size(), from + batchSize))));
        }
        int[] turn = rng.fork("batches").permutation(batches.size());
        return IntStream.of(turn).mapToObj(batches::get).toList();
    }

    /// How many batches an epoch has.
    public static int count(int sequences, int batchSize) {
        return Math.ceilDiv(sequences, batchSize);
    }
}
