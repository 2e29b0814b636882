package org.unroll.internal.plan;

/// Copies between tensors, in the layout of the caller, and a plan's buffers, which hold a group's
/// valid timesteps one after the other.
///
/// @param groups where the rows are
/// @param steps which timestep of a row is taken when
record Transfer(RowGroups groups, SequenceSteps steps) {
    /// The element at which the timestep begins that a row takes as its `t`-th.
    private int at(int row, int t, int width) {
        int time = steps.time(row, t);
        int place = steps.timeFirst() ? time * steps.rows() + row : row * steps.steps() + time;
        return place * width;
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

    /// What is not written stays as it is: zero, where a row takes no step.
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
