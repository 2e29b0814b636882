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

    void gather(Block block, Object tensor, Slot to, Object buffer) {
        RowGroups.Group group = block.group();
        int width = to.width();
        for (int t = block.from(); t < block.to(); t++) {
            int target = to.offset(block.sequenceRow(), block.row(t));
            for (int i = 0; i < group.active()[t]; i++) {
                int row = groups.order[group.batchStart() + i];
                System.arraycopy(tensor, at(row, t, width), buffer, target, width);
                target += to.stride();
            }
        }
    }

    /// A number for each timestep, in the order in which they are kept.
    void number(int[] tensor, int[] to) {
        for (RowGroups.Group group : groups.groups) {
            for (int t = 0; t < group.steps(); t++) {
                for (int i = 0; i < group.active()[t]; i++) {
                    int row = groups.order[group.batchStart() + i];
                    to[group.start()[t] + i] = tensor[at(row, t, 1)];
                }
            }
        }
    }

    /// What is not written stays as it is: zero, where a row takes no step.
    void scatter(Block block, Slot from, Object buffer, Object tensor) {
        RowGroups.Group group = block.group();
        int width = from.width();
        for (int t = block.from(); t < block.to(); t++) {
            int source = from.offset(block.sequenceRow(), block.row(t));
            for (int i = 0; i < group.active()[t]; i++) {
                int row = groups.order[group.batchStart() + i];
                System.arraycopy(buffer, source, tensor, at(row, t, width), width);
                source += from.stride();
            }
        }
    }

    void load(RowGroups.Group group, Object tensor, Slot to, Object buffer) {
        int width = to.width();
        for (int i = 0; i < group.rows(); i++) {
            int row = groups.order[group.batchStart() + i];
            System.arraycopy(tensor, row * width, buffer, to.column() + i * to.stride(), width);
        }
    }

    void store(RowGroups.Group group, Slot from, Object buffer, Object tensor) {
        int width = from.width();
        for (int i = 0; i < group.rows(); i++) {
            int row = groups.order[group.batchStart() + i];
            System.arraycopy(buffer, from.column() + i * from.stride(), tensor, row * width, width);
        }
    }
}
