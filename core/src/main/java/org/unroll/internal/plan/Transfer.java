package org.unroll.internal.plan;

/// Copies between tensors, in the layout of the caller, and a plan's buffers, which hold a group's
/// valid timesteps one after the other.
///
/// @param groups where the rows are
/// @param timeFirst whether tensors are `[steps, rows, n]`, not `[rows, steps, n]`
/// @param rows the rows of the batch
/// @param steps the timesteps, padding included
record Transfer(RowGroups groups, boolean timeFirst, int rows, int steps) {
    /// The element at which a row's timestep begins.
    private int at(int row, int t, int width) {
        return (timeFirst ? t * rows + row : row * steps + t) * width;
    }

    void gather(RowGroups.Group group, Object tensor, Slot to, Object buffer) {
        int width = to.width();
        for (int t = 0; t < group.steps(); t++) {
            for (int i = 0; i < group.active()[t]; i++) {
                int row = groups.order[group.batchStart() + i];
                int target = to.offset(group.start()[t] + i, 0);
                System.arraycopy(tensor, at(row, t, width), buffer, target, width);
            }
        }
    }

    /// What is not written stays as it is: zero, beyond a row's end.
    void scatter(RowGroups.Group group, Slot from, Object buffer, Object tensor) {
        int width = from.width();
        for (int t = 0; t < group.steps(); t++) {
            for (int i = 0; i < group.active()[t]; i++) {
                int row = groups.order[group.batchStart() + i];
                int source = from.offset(group.start()[t] + i, 0);
                System.arraycopy(buffer, source, tensor, at(row, t, width), width);
            }
        }
    }

    void load(RowGroups.Group group, Object tensor, Slot to, Object buffer) {
        int width = to.width();
        for (int i = 0; i < group.rows(); i++) {
            int place = group.batchStart() + i;
            System.arraycopy(
                    tensor, groups.order[place] * width, buffer, to.offset(0, place), width);
        }
    }

    void store(RowGroups.Group group, Slot from, Object buffer, Object tensor) {
        int width = from.width();
        for (int i = 0; i < group.rows(); i++) {
            int place = group.batchStart() + i;
            System.arraycopy(
                    buffer, from.offset(0, place), tensor, groups.order[place] * width, width);
        }
    }
}
