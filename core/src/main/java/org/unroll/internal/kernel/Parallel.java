package org.unroll.internal.kernel;

import java.util.concurrent.Callable;

/// Divides work over threads. (Stand-in: everything runs on the caller.)
public final class Parallel {
    private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();

    private Parallel() {}

    /// The work of one range of indices.
    public interface Range {
        void run(int from, int to);
    }

    /// How many threads may be used here.
    public static int threads() {
        return THREADS.isBound() ? THREADS.get() : Runtime.getRuntime().availableProcessors();
    }

    /// Runs something with this many threads.
    public static <T> T with(int threads, Callable<T> body) throws Exception {
        return ScopedValue.where(THREADS, threads).call(body::call);
    }

    /// Runs `[0, n)` in ranges of at least `grain` indices.
    public static void ranges(int n, int grain, Range body) {
        if (n > 0) {
            body.run(0, n);
        }
    }
}
