package org.unroll.tensor;

import java.lang.reflect.Array;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The elements of a tensor as they were at one time, for whoever reads them later: the tensor's
/// own array until it is updated, and a copy from then on. Readers and the writer that takes the
/// copy never meet.
final class Held {
    private Object array;
    private int readers;
    private boolean lasting; // somebody may read it after the training step that is going on
    private StepMemory.@Nullable Lease lease; // of those who have taken it, if it is not lasting

    Held(Object array) {
        this.array = array;
    }

    synchronized void take() {
        StepMemory.@Nullable Lease now = StepMemory.currentLease();
        lasting |= now == null || (readers > 0 && now != lease);
        lease = now;
        readers++;
    }

    /// Says that one who has taken it will not read again.
    synchronized void release() {
        readers--;
    }

    synchronized void read(Consumer<Object> reader) {
        reader.accept(array);
    }

    /// Before the array is written to.
    synchronized void keep() {
        if (readers > 0) {
            int length = Array.getLength(array);
            Object copy =
                    !lasting && StepMemory.isCurrent(lease)
                            ? StepMemory.allocate(type(), length, StepMemory.Content.ANYTHING)
                            : type().newArray(length);
            System.arraycopy(array, 0, copy, 0, length);
            array = copy;
        }
    }

    private DType type() {
        return switch (array) {
            case float[] _ -> DType.FLOAT32;
            case double[] _ -> DType.FLOAT64;
            default -> DType.INT32;
        };
    }
}
