package org.unroll.cli;

import java.util.function.Supplier;
import org.unroll.tensor.Compute;

/// Computing with a number of threads.
final class Threads {
    private Threads() {}

    /// Does the work, which throws nothing but unchecked exceptions.
    static <T> T with(int threads, Supplier<T> work) {
        try {
            return Compute.withThreads(threads, work::get);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
