package org.unroll.internal.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.DType;

/// The arrays behind a plan's buffers, for one group of rows. Used by one call at a time and then
/// by the next.
final class Workspace {
    /// Elements below which an array is kept however little of it is used.
    private static final int SMALL = 1 << 14;

    /// An array that is so many times larger than wanted is not kept.
    private static final int WASTE = 4;

    final Object[] arrays;

    Workspace(int buffers) {
        arrays = new Object[buffers];
    }

    /// Makes room for rows: of a buffer as many as its place asks for.
    ///
    /// @param sequenceRows the rows of [Slot.Place#SEQUENCE]
    /// @param blockRows the rows of [Slot.Place#BLOCK]
    /// @param batchRows the rows of [Slot.Place#BATCH]
    void reserve(
            Kernels<Object> kernels,
            List<Buffers.Content> contents,
            int sequenceRows,
            int blockRows,
            int batchRows) {
        for (int i = 0; i < arrays.length; i++) {
            if (contents.get(i)
                    instanceof Buffers.Computed(Slot.Place place, int width, DType kept)) {
                if (place == Slot.Place.TABLE) {
                    continue; // shared by all groups
                }
                int rows =
                        switch (place) {
                            case SEQUENCE -> sequenceRows;
                            case BLOCK -> blockRows;
                            case BATCH -> batchRows;
                            case CONSTANT, TABLE -> 0;
                        };
                arrays[i] = fitting(Typed.kernels(kept, kernels), arrays[i], rows, width);
            }
        }
    }

    /// Makes room for what all groups share.
    ///
    /// @param tableRows the rows of [Slot.Place#TABLE]
    /// @param timesteps all valid timesteps of all rows
    void reserveTable(
            Kernels<Object> kernels, List<Buffers.Content> contents, int tableRows, int timesteps) {
        for (int i = 0; i < arrays.length; i++) {
            switch (contents.get(i)) {
                case Buffers.Computed(Slot.Place place, int width, DType kept)
                        when place == Slot.Place.TABLE ->
                        arrays[i] =
                                fitting(Typed.kernels(kept, kernels), arrays[i], tableRows, width);
                case Buffers.Numbers _ -> {
                    if (!(arrays[i] instanceof int[] numbers) || numbers.length < timesteps) {
                        arrays[i] = new int[timesteps];
                    }
                }
                default -> {}
            }
        }
    }

    private static Object fitting(
            Kernels<Object> kernels, @Nullable Object array, int rows, int width) {
        long length = (long) width * rows;
        if (length > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    ("a group of rows with %d timesteps in all, of which %d values each are kept,"
                         + " is too large for one array: use fewer rows or shorter chunks, or"
                         + " recomputing()")
                            .formatted(rows, width));
        }
        if (array != null) {
            int present = kernels.length(array);
            if (present >= length && (present <= SMALL || present / WASTE <= length)) {
                return array;
            }
        }
        return kernels.allocate((int) length);
    }
}
