package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The rows of one call: their groups, and the ways between tensors and the groups' buffers.
final class Batch {
    final Kernels<Object> kernels;
    final RowGroups groups;
    final List<GroupRun> runs = new ArrayList<>();

    private final Transfer transfer;
    private final Workspaces free;
    private final List<Buffers.Content> contents;
    private final @Nullable Object[] bound;
    private final List<Tensor> perRow;
    private final List<Slot> perRowSlots;

    /// @param bound constants and packed weights by buffer, null where the plan computes rows
    /// @param perRow the tensors per row
    /// @param perRowSlots where they go
    Batch(
            Kernels<Object> kernels,
            RowGroups groups,
            Transfer transfer,
            Workspaces free,
            List<Buffers.Content> contents,
            @Nullable Object[] bound,
            List<Tensor> perRow,
            List<Slot> perRowSlots) {
        this.kernels = kernels;
        this.groups = groups;
        this.transfer = transfer;
        this.free = free;
        this.contents = contents;
        this.bound = bound;
        this.perRow = perRow;
        this.perRowSlots = perRowSlots;
    }

    void lease(GroupRun run) {
        run.workspace = free.lease(kernels, contents, bound, run);
        load(run, perRow, perRowSlots);
    }

    void release(GroupRun run) {
        free.release(Objects.requireNonNull(run.workspace));
        run.workspace = null;
    }

    private static Object array(GroupRun run, Slot slot) {
        return run.arrays()[slot.buffer()];
    }

    /// The shape over all timesteps.
    ///
    /// @param like the shape of one, `[rows, ...]` for any number of rows
    Shape sequenceShape(Shape like) {
        SequenceSteps all = transfer.steps();
        return all.timeFirst()
                ? like.with(0, all.rows()).inserted(0, all.steps())
                : like.with(0, all.rows()).inserted(1, all.steps());
    }

    /// An array for each of the state's tensors.
    List<Object> allocate(List<Slot> states) {
        return states.stream()
                .map(s -> ResultArrays.of(kernels, transfer.steps().rows() * s.width()))
                .toList();
    }

    /// Where there is no tensor its values are zero.
    void gather(ProgramRun.Task task, @Nullable Tensor from, Slot to) {
        Object array = array(task.run(), to);
        if (from != null) {
            transfer.gather(task.block(), from.array(), to, array);
        } else {
            int start = to.offset(task.block().sequenceRow(), 0);
            kernels.fill(array, start, start + task.rows() * to.stride(), 0);
        }
    }

    void scatter(ProgramRun.Task task, Slot from, Object to) {
        scatter(task, array(task.run(), from), from, to);
    }

    /// @param array rows of a block, of which `from` says where they are
    void scatter(ProgramRun.Task task, Object array, Slot from, Object to) {
        transfer.scatter(task.block(), from, array, to);
    }

    /// Where there is no tensor its values are zero.
    void load(GroupRun run, List<? extends @Nullable Tensor> from, List<Slot> states) {
        for (int i = 0; i < states.size(); i++) {
            Slot to = states.get(i);
            Object array = array(run, to);
            @Nullable Tensor tensor = from.get(i);
            if (tensor != null) {
                transfer.load(run.group(), tensor.array(), to, array);
            } else {
                for (int row = 0; row < run.group().rows(); row++) {
                    int start = to.column() + row * to.stride();
                    kernels.fill(array, start, start + to.width(), 0);
                }
            }
        }
    }

    void store(GroupRun run, List<Slot> states, List<Object> to) {
        for (int i = 0; i < states.size(); i++) {
            Slot from = states.get(i);
            transfer.store(run.group(), from, array(run, from), to.get(i));
        }
    }

    /// Copies of a group's state.
    List<Object> copied(GroupRun run, List<Slot> states) {
        List<Object> copies = new ArrayList<>();
        for (Slot state : states) {
            int rows = run.group().rows();
            int width = state.width();
            Object copy = kernels.allocate(rows * width);
            Object array = array(run, state);
            kernels.copy(rows, width, array, state.column(), state.stride(), copy, 0, width);
            copies.add(copy);
        }
        return copies;
    }

    /// Puts copies back.
    void restore(GroupRun run, List<Slot> states, List<Object> copies) {
        for (int i = 0; i < states.size(); i++) {
            Slot state = states.get(i);
            int rows = run.group().rows();
            int width = state.width();
            Object array = array(run, state);
            kernels.copy(
                    rows, width, copies.get(i), 0, width, array, state.column(), state.stride());
        }
    }
}
