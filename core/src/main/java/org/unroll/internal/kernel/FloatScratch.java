package org.unroll.internal.kernel;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Arrays to compute in, all of one length, lent to one call at a time and used again by others: a
/// product would otherwise leave a quarter of a megabyte to the garbage collector.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatScratch {
    /// More than there are threads that compute; with more callers at once, arrays are made anew.
    private static final int SLOTS = 64;

    private final AtomicReferenceArray<float @Nullable []> free = new AtomicReferenceArray<>(SLOTS);
    private final int length;

    FloatScratch(int length) {
        this.length = length;
    }

    /// An array with anything in it.
    float[] take() {
        for (int i = 0; i < SLOTS; i++) {
            if (free.getPlain(i) != null) {
                float[] array = free.getAndSet(i, null);
                if (array != null) {
                    return array;
                }
            }
        }
        return new float[length];
    }

    /// Gives back an array that was taken, or does nothing with one of another length.
    void giveBack(float[] array) {
        if (array.length != length) {
            return;
        }
        for (int i = 0; i < SLOTS; i++) {
            if (free.getPlain(i) == null && free.compareAndSet(i, null, array)) {
                return;
            }
        }
    }
}
