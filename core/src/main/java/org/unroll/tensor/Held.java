package org.unroll.tensor;

import java.util.function.Consumer;

/// The elements of a tensor as they were at one time, for whoever reads them later: the tensor's
/// own array until it is updated, and a copy from then on. Readers and the writer that takes the
/// copy never meet.
final class Held {
    private Object array;
    private int readers;

    Held(Object array) {
        this.array = array;
    }

    synchronized void take() {
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
            array =
                    switch (array) {
                        case float[] floats -> floats.clone();
                        case double[] doubles -> doubles.clone();
                        default -> ((int[]) array).clone();
                    };
        }
    }
}
