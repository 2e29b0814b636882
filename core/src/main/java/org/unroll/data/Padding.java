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
        return Sequence.of(filled(rows, padding, longest), lengths);
    }

    /// Tokens `[rows, length]`, each row filled up with `padding` at its end, without the lengths:
    /// what reads them reads the padding as well. For networks that want one length always, and to
    /// show what that does; [#sequence] does better.
    ///
    /// @param rows at least one row
    /// @param length at least 1 and at least that of every row
    public static Tensor fixed(List<int[]> rows, int padding, int length) {
        if (rows.isEmpty() || length < 1) {
            throw new IllegalArgumentException(
                    "expected at least one row and a length of at least 1 but got %d rows and %d"
                            .formatted(rows.size(), length));
        }
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).length > length) {
                throw new IllegalArgumentException(
                        "expected at most %d tokens but row %d has %d"
                                .formatted(length, i, rows.get(i).length));
            }
        }
        return filled(rows, padding, length);
    }

    private static Tensor filled(List<int[]> rows, int padding, int length) {
        int[] values = new int[Math.multiplyExact(rows.size(), length)];
        Arrays.fill(values, padding);
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, values, i * length, rows.get(i).length);
        }
        return Tensor.of(values, rows.size(), length);
    }
}
