package org.unroll.internal.plan;

/// Timesteps `[from, to)` of a group of rows: what a program runs at a time. Its rows are numbered
/// as they are kept: timestep by timestep, in each the group's rows that still go on.
///
/// @param groups the batch
/// @param group whose timesteps they are
/// @param base the place among all valid timesteps of what a [Slot.Place#SEQUENCE] buffer holds
///   first
record Block(RowGroups groups, RowGroups.Group group, int from, int to, int base) {
    /// For rows that are not timesteps: those of a table.
    static final Block NONE = none();

    private static Block none() {
        RowGroups.Group group = new RowGroups.Group(0, 0, new int[1], new int[1]);
        return new Block(RowGroups.none(), group, 0, 1, 0);
    }

    /// The place of its first row among all valid timesteps.
    int place() {
        return group.start()[from];
    }

    /// How many valid timesteps its rows have in all.
    int size() {
        return group.end(to) - group.start()[from];
    }

    /// The block's first row in buffers that hold several blocks.
    int sequenceRow() {
        return group.start()[from] - base;
    }

    /// A timestep's first row, counted from the block's first.
    int row(int t) {
        return group.start()[t] - group.start()[from];
    }

    /// The timestep of one of the block's rows, counted as the row takes them.
    int step(int row) {
        int place = group.start()[from] + row;
        int low = from;
        int high = to - 1;
        while (low < high) { // the last timestep that begins at or before the place
            int middle = (low + high + 1) >>> 1;
            if (group.start()[middle] <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The row of the caller's batch that one of the block's rows belongs to.
    int batchRow(int row) {
        return groups.order[group.batchStart() + groupRow(row)];
    }

    /// The group's row that one of the block's rows belongs to.
    int groupRow(int row) {
        return row - row(step(row));
    }
}
