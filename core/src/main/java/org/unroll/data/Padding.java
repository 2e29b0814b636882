package org.unroll.data;

import java.util.Arrays;
import java.util.List;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// Sequences of unequal length in one tensor.
public final class Padding {
    private Padding() {}

    /// Tokens `[rows, longest]`, each row filled up with `padding` at its end, with the lengths.
    ///
    /// @param rows at least one row, each of at least one token
    public static Sequence sequence(List<int[]> rows, int padding) {
        int[] lengths = rows.stream().mapToInt(row -> row.length).toArray();
        int longest = Arrays.stream(lengths).max().orElse(0);
        if (longest == 0) {
            throw new IllegalArgumentException("expected at least one row with at least one token");
        }
        int[] values = new int[Math.multiplyExact(rows.size(), longest)];
        Arrays.fill(values, padding);
        for (int i = 0; i < lengths.length; i++) {
            System.arraycopy(rows.get(i), 0, values, i * longest, lengths[i]);
        }
        return Sequence.of(Tensor.of(values, rows.size(), longest), lengths);
    }
}
