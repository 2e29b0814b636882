package org.unroll.internal.plan;

import java.lang.ref.SoftReference;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;

/// The workspaces of a plan that no call uses at the moment: as many as were in use at the same
/// time. They are for speed alone: what lies here unused is given up before memory runs out, an
/// array that has become far too large is replaced, and what a failed call has not given back is
/// garbage.
final class Workspaces {
    private final ConcurrentLinkedQueue<SoftReference<Workspace>> free =
            new ConcurrentLinkedQueue<>();

    /// A workspace with room for a group, whose constants are bound.
    ///
    /// @param bound constants and packed weights by buffer, null where the plan computes rows
    Workspace lease(
            Kernels<Object> kernels,
            List<Buffers.Content> contents,
            @Nullable Object[] bound,
            GroupRun group) {
        Workspace workspace = poll(contents.size());
        workspace.reserve(
                kernels, contents, group.sequenceRows(), group.blockRows(), group.group().rows());
        for (int i = 0; i < bound.length; i++) {
            @Nullable Object array = bound[i];
            if (array != null) {
                workspace.arrays[i] = array;
            }
        }
        return workspace;
    }

    /// A workspace for what all groups of a call share, which from now on is bound too.
    ///
    /// @param timesteps all valid timesteps of all rows
    Workspace leaseTable(
            Kernels<Object> kernels,
            List<Buffers.Content> contents,
            @Nullable Object[] bound,
            int tableRows,
            int timesteps) {
        Workspace workspace = poll(contents.size());
        workspace.reserveTable(kernels, contents, tableRows, timesteps);
        for (int i = 0; i < bound.length; i++) {
            @Nullable Object array = bound[i];
            boolean shared =
                    switch (contents.get(i)) {
                        case Buffers.Numbers _ -> true;
                        case Buffers.Computed computed -> computed.place() == Slot.Place.TABLE;
                        default -> false;
                    };
            if (array != null) {
                workspace.arrays[i] = array;
            } else if (shared) {
                bound[i] = workspace.arrays[i];
            }
        }
        return workspace;
    }

    private Workspace poll(int buffers) {
        for (var next = free.poll(); next != null; next = free.poll()) {
            @Nullable Workspace workspace = next.get();
            if (workspace != null) {
                return workspace;
            }
        }
        return new Workspace(buffers);
    }

    void release(Workspace workspace) {
        free.add(new SoftReference<>(workspace));
    }
}
