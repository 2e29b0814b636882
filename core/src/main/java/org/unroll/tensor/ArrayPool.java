package org.unroll.tensor;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Arrays by type and exact length, handed out one by one and all taken back at once.
///
/// What it holds is bounded: arrays beyond what any of the last runs took are dropped, and if there
/// are so many different lengths that twice the largest run is held, those go first that were not
/// used for the longest time.
final class ArrayPool {
    /// Runs after which what none of them took is dropped.
    private static final int WINDOW = 64;

    /// A share of the heap that may be held in any case: one in this many bytes.
    private static final int SHARE = 16;

    /// The arrays of one length.
    private static final class Shelf {
        final DType type;
        final int length;
        @Nullable Object[] arrays = new @Nullable Object[4];
        int count; // arrays that are there
        int taken; // by the present run
        int most; // that a run took since the window began
        long lastRun;

        Shelf(DType type, int length) {
            this.type = type;
            this.length = length;
        }

        long bytesEach() {
            return (long) length * type.bytes();
        }
    }

    private static final long SPARE = Runtime.getRuntime().maxMemory() / SHARE;

    /// Sorted by length within each type.
    private final Shelf[][] shelves = new Shelf[DType.values().length][0];

    private long runs;
    private long bytes;
    private long taken; // bytes, by the present run
    private long largest; // bytes taken by a run since the window before this one began
    private long largestNow; // the same since this window began

    long bytes() {
        return bytes;
    }

    Object take(DType type, int length, StepMemory.Content content) {
        Shelf shelf = shelf(type, length);
        taken += shelf.bytesEach();
        if (shelf.taken < shelf.count) {
            Object array = java.util.Objects.requireNonNull(shelf.arrays[shelf.taken++]);
            if (content == StepMemory.Content.ZEROS) {
                clear(array);
            }
            return array;
        }
        Object array = type.newArray(length);
        if (shelf.count == shelf.arrays.length) {
            shelf.arrays = Arrays.copyOf(shelf.arrays, 2 * shelf.count);
        }
        shelf.arrays[shelf.count++] = array;
        shelf.taken++;
        bytes += shelf.bytesEach();
        return array;
    }

    private static void clear(Object array) {
        switch (array) {
            case float[] floats -> Arrays.fill(floats, 0);
            case double[] doubles -> Arrays.fill(doubles, 0);
            default -> Arrays.fill((int[]) array, 0);
        }
    }

    private Shelf shelf(DType type, int length) {
        Shelf[] row = shelves[type.ordinal()];
        int low = 0;
        int high = row.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (row[middle].length < length) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low < row.length && row[low].length == length) {
            return row[low];
        }
        Shelf added = new Shelf(type, length);
        Shelf[] more = new Shelf[row.length + 1];
        System.arraycopy(row, 0, more, 0, low);
        more[low] = added;
        System.arraycopy(row, low, more, low + 1, row.length - low);
        shelves[type.ordinal()] = more;
        return added;
    }

    /// The run has ended.
    void takeBack() {
        runs++;
        largestNow = Math.max(largestNow, taken);
        largest = Math.max(largest, taken);
        taken = 0;
        for (Shelf[] row : shelves) {
            for (Shelf shelf : row) {
                if (shelf.taken > 0) {
                    shelf.lastRun = runs;
                    shelf.most = Math.max(shelf.most, shelf.taken);
                    shelf.taken = 0;
                }
            }
        }
        if (runs % WINDOW == 0) {
            endWindow();
        }
        long limit = Math.max(2 * largest, SPARE);
        while (bytes > limit) {
            dropOldest();
        }
    }

    private void endWindow() {
        for (int i = 0; i < shelves.length; i++) {
            for (Shelf shelf : shelves[i]) {
                shrink(shelf, shelf.most);
                shelf.most = 0;
            }
            shelves[i] =
                    Arrays.stream(shelves[i])
                            .filter(shelf -> shelf.count > 0)
                            .toArray(Shelf[]::new);
        }
        largest = largestNow;
        largestNow = 0;
    }

    /// Lets go of the arrays of the length that was not used for the longest time. That of the last
    /// run is never reached: it fits by itself.
    private void dropOldest() {
        @Nullable Shelf oldest = null;
        for (Shelf[] row : shelves) {
            for (Shelf shelf : row) {
                if (shelf.count > 0 && (oldest == null || shelf.lastRun < oldest.lastRun)) {
                    oldest = shelf;
                }
            }
        }
        shrink(java.util.Objects.requireNonNull(oldest), 0);
    }

    private void shrink(Shelf shelf, int count) {
        for (int i = count; i < shelf.count; i++) {
            shelf.arrays[i] = null;
            bytes -= shelf.bytesEach();
        }
        shelf.count = Math.min(shelf.count, count);
    }
}
