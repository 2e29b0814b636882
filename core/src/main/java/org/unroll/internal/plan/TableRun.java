package org.unroll.internal.plan;

import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.tensor.DeferredRows;

/// The table behind the input of one call, and what is computed for its rows.
final class TableRun {
    /// Rows that one thread takes.
    private static final int ROWS = 8;

    /// Elementary operations below which one thread is faster than waking another.
    private static final long ALONE = 200_000;

    final int rows;

    private final Kernels<Object> kernels;
    private final Workspace workspace;

    TableRun(Kernels<Object> kernels, int rows, Workspace workspace) {
        this.kernels = kernels;
        this.rows = rows;
        this.workspace = workspace;
    }

    Workspace workspace() {
        return workspace;
    }

    Object array(Slot slot) {
        return workspace.arrays[slot.buffer()];
    }

    /// Fills in the table as it was when it was looked up, and which of its rows each timestep of
    /// each row of the batch has. Rows that none has are zero: what stands in them, be it infinite,
    /// must not matter.
    void load(DeferredRows lookup, Slot input, int numbers, Transfer transfer) {
        int[] ofSteps = (int[]) workspace.arrays[numbers];
        lookup.readNumbers(from -> transfer.number(from, ofSteps));
        lookup.copyTable(array(input));
        boolean[] used = new boolean[rows];
        for (int i = 0; i < transfer.groups().size; i++) {
            used[ofSteps[i]] = true;
        }
        for (int row = 0; row < rows; row++) {
            if (!used[row]) {
                clear(input, row);
            }
        }
    }

    /// Computes what a program does for the table's rows.
    void run(Program program) {
        if (program.table.isEmpty()) {
            return;
        }
        long work = program.table.stream().mapToLong(Instruction::work).sum() * rows;
        Parallel.ranges(
                rows,
                work < ALONE ? Math.max(1, rows) : ROWS,
                (from, to) ->
                        Instruction.runAll(
                                program.table,
                                new Instruction.Rows(
                                        kernels, workspace.arrays, Block.NONE, from, to - from)));
    }

    /// Sets the rows of a sum to zero.
    void clear(Slot slot) {
        for (int row = 0; row < rows; row++) {
            clear(slot, row);
        }
    }

    private void clear(Slot slot, int row) {
        int from = slot.offset(0, row);
        kernels.fill(array(slot), from, from + slot.width(), 0);
    }

    /// A copy of rows.
    ///
    /// @param without the row that is zero instead; -1 for none
    Object copy(Slot slot, int without) {
        int width = slot.width();
        Object copy = ResultArrays.of(kernels, rows * width);
        kernels.copy(rows, width, array(slot), slot.offset(0, 0), slot.stride(), copy, 0, width);
        if (without >= 0) {
            kernels.fill(copy, without * width, (without + 1) * width, 0);
        }
        return copy;
    }

    /// Whether less is to be done for a table's rows than for the timesteps.
    static boolean worth(@Nullable DeferredRows lookup, long timesteps) {
        return lookup != null && DeferredRows.fewRows(lookup.table().dim(0), timesteps);
    }
}
