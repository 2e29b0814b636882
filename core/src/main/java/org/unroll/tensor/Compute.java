package org.unroll.tensor;

import java.util.concurrent.Callable;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Parallel;

/// What computes: the kernels in use and the number of threads. Neither changes a result by a
/// single bit.
public final class Compute {
    private Compute() {}

    /// Which kernels are in use and, if they are the slow ones, what to do about it; one line.
    public static String kernels() {
        return KernelChoice.description();
    }

    /// The number of threads that operations called here may use.
    public static int threads() {
        return Parallel.threads();
    }

    /// Runs something with this many threads, at least one. The default is one per processor.
    public static <T> T withThreads(int threads, Callable<T> body) throws Exception {
        return Parallel.with(threads, body);
    }
}
