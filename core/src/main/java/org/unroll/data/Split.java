package org.unroll.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unroll.tensor.Rng;

/// Examples in two parts, by their indices in ascending order.
///
/// @param kept the examples that stay
/// @param held the examples held back
public record Split(List<Integer> kept, List<Integer> held) {
    /// Keeps copies.
    public Split {
        kept = List.copyOf(kept);
        held = List.copyOf(held);
    }

    /// Holds back a share of the examples, the same share of every class as nearly as whole numbers
    /// allow. No class loses all its examples.
    ///
    /// @param labels the class of each example, counted from 0
    /// @param share the share to hold back, in [0, 1)
    public static Split stratified(int[] labels, double share, Rng rng) {
        requireShare(share);
        int classes = Arrays.stream(labels).max().orElse(-1) + 1;
        int[][] members = new int[classes][];
        for (int c = 0; c < classes; c++) {
            int wanted = c;
            members[c] =
                    IntStream.range(0, labels.length).filter(i -> labels[i] == wanted).toArray();
        }
        int[] sizes = sizes(members, share, labels.length);
        boolean[] held = new boolean[labels.length];
        for (int c = 0; c < classes; c++) {
            int[] order = rng.fork(c).permutation(members[c].length);
            for (int i = 0; i < sizes[c]; i++) {
                held[members[c][order[i]]] = true;
            }
        }
        return of(held);
    }

    /// Holds back a share of the examples at random, whatever their classes, as scikit-learn's
    /// `train_test_split` does: the number is rounded up.
    ///
    /// @param count how many examples there are
    /// @param share the share to hold back, in [0, 1); at least one example has to stay
    public static Split random(int count, double share, Rng rng) {
        requireShare(share);
        int number = (int) Math.ceil(share * count);
        if (number >= count) {
            throw new IllegalArgumentException(
                    "expected an example to stay but a share of %s of %d is %d"
                            .formatted(share, count, number));
        }
        boolean[] held = new boolean[count];
        Arrays.stream(rng.permutation(count), 0, number).forEach(i -> held[i] = true);
        return of(held);
    }

    private static Split of(boolean[] held) {
        return new Split(
                IntStream.range(0, held.length).filter(i -> !held[i]).boxed().toList(),
                IntStream.range(0, held.length).filter(i -> held[i]).boxed().toList());
    }

    private static void requireShare(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("expected a share in [0, 1) but got " + share);
        }
    }

    /// Every class gets its share rounded down; what is then missing goes to the largest
    /// remainders.
    private static int[] sizes(int[][] members, double share, int total) {
        int[] sizes = new int[members.length];
        for (int c = 0; c < members.length; c++) {
            sizes[c] = (int) Math.floor(share * members[c].length);
        }
        long missing = Math.round(share * total) - Arrays.stream(sizes).asLongStream().sum();
        IntStream.range(0, members.length)
                .boxed()
                .filter(c -> sizes[c] + 1 < members[c].length)
                .sorted(
                        Comparator.comparingDouble(c ->
                                Math.floor(share * members[c].length) - share * members[c].length))
                .limit(Math.max(0, missing))
                .forEach(c -> sizes[c]++);
        return sizes;
    }
}
