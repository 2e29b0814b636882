package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;

/// Timesteps of a group whose activations are kept at the same time: all of them, or some between
/// two kept states, if the rest is computed again. Run in blocks, whose intermediate values stay in
/// a cache.
///
/// @param blocks in order
record Segment(List<Block> blocks) {
    /// Divides a group's timesteps.
    ///
    /// @param steps the most timesteps of a segment
    /// @param rows about as many rows as a block shall have
    static List<Segment> of(RowGroups groups, RowGroups.Group group, int steps, int rows) {
        List<Segment> segments = new ArrayList<>();
        for (int from = 0; from < group.steps(); from += steps) {
            int to = Math.min(group.steps(), from + steps);
            segments.add(new Segment(blocks(groups, group, from, to, rows)));
        }
        return segments;
    }

    /// Blocks of about equal size. They depend on the group alone, so the order of every sum does.
    private static List<Block> blocks(
            RowGroups groups, RowGroups.Group group, int from, int to, int rows) {
        int base = group.start()[from];
        int size = group.end(to) - base;
        int count = Math.max(1, (size + rows - 1) / rows);
        List<Block> blocks = new ArrayList<>();
        int begin = from;
        for (int i = 1; i <= count && begin < to; i++) {
            long goal = base + (long) size * i / count;
            int end = begin + 1;
            while (end < to && group.end(end) < goal) {
                end++;
            }
            blocks.add(new Block(groups, group, begin, end, base));
            begin = end;
        }
        return blocks;
    }

    /// How many valid timesteps it has in all.
    int size() {
        int size = 0;
        for (Block block : blocks) {
            size += block.size();
        }
        return size;
    }
}
