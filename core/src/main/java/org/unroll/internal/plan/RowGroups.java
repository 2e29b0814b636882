package org.unroll.internal.plan;

import java.util.Comparator;
import java.util.stream.IntStream;

/// The rows of a batch, dealt into groups that threads take through the whole sequence, and the
/// order in which all valid timesteps of all rows are kept: group by group, in each timestep by
/// timestep, and the rows of a group from the longest to the shortest. So the rows that are still
/// going on are the first ones, and padding takes no room and no time.
///
/// The groups depend on the number of rows and their lengths alone, so results do not depend on the
/// number of threads.
final class RowGroups {
    /// Rows per group that keep a matrix kernel busy.
    private static final int ROWS = 16;

    private static final int MOST = 8;

    /// One group of rows.
    ///
    /// @param batchStart the place of its first row among the batch's rows, in this order
    /// @param rows how many rows it has
    /// @param active how many of them go on at each timestep
    /// @param start the place of each timestep's first row among all valid timesteps
    record Group(int batchStart, int rows, int[] active, int[] start) {
        int steps() {
            return active.length;
        }

        /// The place after the last row of the timestep before this one.
        int end(int t) {
            return t < steps() ? start[t] : start[t - 1] + active[t - 1];
        }
    }

    final Group[] groups;

    /// The batch's row at each place.
    final int[] order;

    /// All valid timesteps of all rows.
    final int size;

    private RowGroups(Group[] groups, int[] order, int size) {
        this.groups = groups;
        this.order = order;
        this.size = size;
    }

    static RowGroups none() {
        return new RowGroups(new Group[0], new int[0], 0);
    }

    /// How many groups so many rows are dealt into.
    static int count(int rows) {
        return Math.clamp((rows + ROWS - 1) / ROWS, 1, MOST);
    }

    static RowGroups of(SequenceSteps steps) {
        int rows = steps.rows();
        boolean full = steps.areAllValid();
        int count = count(rows);
        int[] sorted =
                full
                        ? IntStream.range(0, rows).toArray()
                        : IntStream.range(0, rows)
                                .boxed()
                                .sorted(Comparator.comparingInt(row -> -steps.count(row)))
                                .mapToInt(Integer::intValue)
                                .toArray();
        Group[] groups = new Group[count];
        int[] order = new int[rows];
        int place = 0;
        int size = 0;
        for (int g = 0; g < count; g++) {
            int batchStart = place;
            int[] ends = new int[rows];
            int own = 0;
            int from = full ? g * rows / count : g;
            int to = full ? (g + 1) * rows / count : rows;
            int step = full ? 1 : count; // long and short rows are dealt evenly
            for (int i = from; i < to; i += step) {
                order[place++] = sorted[i];
                ends[own++] = steps.count(sorted[i]);
            }
            int longest = own == 0 ? 0 : ends[0];
            int[] active = new int[longest];
            for (int i = 0; i < own; i++) {
                for (int t = 0; t < ends[i]; t++) {
                    active[t]++;
                }
            }
            int[] start = new int[longest];
            for (int t = 0; t < longest; t++) {
                start[t] = size;
                size = Math.addExact(size, active[t]);
            }
            groups[g] = new Group(batchStart, own, active, start);
        }
        return new RowGroups(groups, order, size);
    }
}
