package org.unroll.internal.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;

/// The arrays behind a plan's buffers. Used by one call at a time, from its forward run to its
/// backward one, and then by the next; they only grow.
final class Workspace {
    final Object[] arrays;

    Workspace(int buffers) {
        arrays = new Object[buffers];
    }

    /// Makes room for rows.
    ///
    /// @param sequenceRows all valid timesteps of all rows
    /// @param batchRows the rows of the batch
    void reserve(
            Kernels<Object> kernels,
            List<Buffers.Content> contents,
            int sequenceRows,
            int batchRows) {
        for (int i = 0; i < arrays.length; i++) {
            if (!(contents.get(i) instanceof Buffers.Computed(Slot.Place place, int width))) {
                continue;
            }
            long length = (long) width * (place == Slot.Place.SEQUENCE ? sequenceRows : batchRows);
            if (length > Integer.MAX_VALUE - 8) {
                throw new IllegalArgumentException(
                        ("a batch of %d timesteps in all with %d values each is too large for one"
                                        + " array: use fewer rows or shorter chunks")
                                .formatted(sequenceRows, width));
            }
            @Nullable Object array = arrays[i];
            if (array == null || kernels.length(array) < length) {
                arrays[i] = kernels.allocate((int) length);
            }
        }
    }
}
