package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A group of rows in one call: how its time is divided, and what is kept of it from the forward
/// run to the backward one.
final class GroupRun {
    private final RowGroups.Group group;
    private final List<Segment> segments;
    private final List<Block> blocks = new ArrayList<>();
    private int sequenceRows;
    private int blockRows;

    /// Leased while the group runs; kept until the backward run if that reads it.
    @Nullable Workspace workspace;

    /// The state's tensors before each segment, where activations are computed again.
    final List<List<Object>> states = new ArrayList<>();

    GroupRun(RowGroups.Group group, List<Segment> segments) {
        this.group = group;
        this.segments = segments;
        for (Segment segment : segments) {
            blocks.addAll(segment.blocks());
            sequenceRows = Math.max(sequenceRows, segment.size());
        }
        for (Block block : blocks) {
            blockRows = Math.max(blockRows, block.size());
        }
    }

    RowGroups.Group group() {
        return group;
    }

    List<Segment> segments() {
        return segments;
    }

    List<Block> blocks() {
        return blocks;
    }

    /// The rows of a buffer that keeps a segment.
    int sequenceRows() {
        return sequenceRows;
    }

    /// The rows of a buffer that keeps a block.
    int blockRows() {
        return blockRows;
    }

    Object[] arrays() {
        if (workspace == null) {
            throw new IllegalStateException("a group runs without a workspace");
        }
        return workspace.arrays;
    }
}
