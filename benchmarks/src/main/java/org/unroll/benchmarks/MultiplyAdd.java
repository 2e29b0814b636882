package org.unroll.benchmarks;

import java.util.function.IntToDoubleFunction;
import org.unroll.benchmarks.shared.Side;

/// Nothing but multiply-adds in registers, on as many threads as the library uses: the rate that no
/// workload can pass.
final class MultiplyAdd implements Side {
    /// How many times a thread goes through its chains in a step.
    static final int TURNS = 2_000_000;

    private final int threads;
    private final Chains chains;
    private volatile double result;

    /// Chains of multiply-adds that do not wait for each other.
    ///
    /// @param run goes so many times through all chains
    /// @param width how many multiply-adds that is each time
    record Chains(IntToDoubleFunction run, int width) {}

    MultiplyAdd(int threads, Chains chains) {
        this.threads = threads;
        this.chains = chains;
    }

    /// Floating-point operations of a step.
    double operations() {
        return 2.0 * threads * TURNS * chains.width();
    }

    @Override
    public void step() {
        Thread[] others = new Thread[threads - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = Thread.ofPlatform().start(() -> result = chains.run().applyAsDouble(TURNS));
        }
        result = chains.run().applyAsDouble(TURNS);
        for (Thread other : others) {
            join(other);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public double result() {
        return result;
    }
}
