package org.unroll.optim;

import java.util.ArrayList;
import java.util.List;
import org.unroll.tensor.SparseRows;
import org.unroll.tensor.Tensor;

/// The rows of some tables that one step changes, in arrays of their own, where they lie as the
/// gradient's rows do.
final class PickedRows {
    private final int[] numbers;
    private final int length; // of a row
    private final List<Object> tables;
    private final List<Object> picked = new ArrayList<>();

    /// @param tables a parameter's array and those of its slots
    PickedRows(SparseRows gradient, List<Object> tables) {
        this.numbers = gradient.numbers();
        this.length = numbers.length == 0 ? 1 : gradient.rows().size() / numbers.length;
        this.tables = tables;
        for (int i = 0; i < tables.size(); i++) {
            picked.add(Tensor.zeros(gradient.rows().type(), gradient.rows().size()).array());
        }
    }

    /// The arrays of the rows, one for each table.
    List<Object> picked() {
        return picked;
    }

    /// Fills in the places `[from, to)`.
    void fetch(int from, int to) {
        for (int i = 0; i < tables.size(); i++) {
            Object table = tables.get(i);
            Object rows = picked.get(i);
            runs(
                    from,
                    to,
                    (inTable, inRows, run) -> System.arraycopy(table, inTable, rows, inRows, run));
        }
    }

    /// Writes the places `[from, to)` to the tables.
    void bringBack(int from, int to) {
        for (int i = 0; i < tables.size(); i++) {
            Object table = tables.get(i);
            Object rows = picked.get(i);
            runs(
                    from,
                    to,
                    (inTable, inRows, run) -> System.arraycopy(rows, inRows, table, inTable, run));
        }
    }

    private interface Run {
        void copy(int inTable, int inRows, int run);
    }

    private void runs(int from, int to, Run copy) {
        int end = from;
        for (int at = from; at < to; at = end) {
            int row = at / length;
            end = Math.min(to, (row + 1) * length);
            copy.copy(numbers[row] * length + at - row * length, at, end - at);
        }
    }
}
