package org.unroll.tensor;

import java.lang.ref.WeakReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How often an array was written to: one for all tensors over that array. Every write goes through
/// here, so that who still wants the elements of before gets to keep them.
final class Updates {
    private int count;
    private @Nullable WeakReference<Held> held; // what was taken since the last write
    private volatile @Nullable String frozen; // under which name; null: may be written to

    int count() {
        return count;
    }

    /// The elements as they are now, taken for reading later.
    synchronized Held hold(Object array) {
        @Nullable Held now = held == null ? null : held.get();
        if (now == null) {
            now = new Held(array);
            held = new WeakReference<>(now);
        }
        now.take();
        return now;
    }

    /// Refuses writes from now on.
    ///
    /// @param name what the refusal calls the tensor
    void freeze(String name) {
        if (frozen == null) {
            frozen = name;
        }
    }

    void requireNotFrozen() {
        if (frozen != null) {
            throw new IllegalStateException(
                    "tensor '"
                            + frozen
                            + "' is frozen, since sessions may run over it: to train on, make the"
                            + " model once more and load(...) these parameters into it");
        }
    }

    void write(Object array, Consumer<Object> writer) {
        requireNotFrozen();
        keep();
        try {
            writer.accept(array);
        } finally { // a writer that fails may have written before
            count++;
        }
    }

    private synchronized void keep() {
        @Nullable Held now = held == null ? null : held.get();
        held = null;
        if (now != null) {
            now.keep();
        }
    }
}
