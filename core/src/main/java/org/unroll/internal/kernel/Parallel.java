package org.unroll.internal.kernel;

import java.util.concurrent.Callable;
import java.util.function.IntConsumer;

/// Divides work over threads. How work is divided may depend on the number of threads; results must
/// not, and it is the callers' duty to write parts that do not share any output.
///
/// The number of threads belongs to a scope ([#with(int, Callable)]), not to the process. Inside a
/// part it is 1, so that nested calls run where they are. Parts see no other scoped values of the
/// caller's.
public final class Parallel {
    private static final ScopedValue<Integer> THREADS = ScopedValue.newInstance();
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private Parallel() {}

    /// The work of one range.
    @FunctionalInterface
    public interface Range {
        void run(int from, int to);
    }

    /// The work of one member of a team in one of its stages. How many members there are,
    /// [Team#size], stays the same within a stage.
    @FunctionalInterface
    public interface Stage {
        void run(int stage, int member, Team team);
    }

    /// How many threads to divide over: as the scope says, or else one per processor.
    public static int threads() {
        return THREADS.isBound() ? THREADS.get() : PROCESSORS;
    }

    /// Calls the operation in a scope of that many threads.
    public static <T> T with(int threads, Callable<T> operation) throws Exception {
        return ScopedValue.where(THREADS, checked(threads)).call(operation::call);
    }

    /// Runs the operation in a scope of that many threads.
    public static void runWith(int threads, Runnable operation) {
        ScopedValue.where(THREADS, checked(threads)).run(operation);
    }

    private static int checked(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least 1 thread but got " + threads);
        }
        return threads;
    }

    /// Runs the range [0, n) in up to [#threads] parts of about equal length.
    public static void ranges(int n, Range range) {
        ranges(n, 1, range);
    }

    /// Runs the range [0, n) in up to [#threads] parts that start at multiples of `unit`.
    public static void ranges(int n, int unit, Range range) {
        int units = (int) (((long) n + unit - 1) / unit);
        int parts = Math.min(threads(), units);
        if (parts <= 1) {
            if (n > 0) {
                range.run(0, n);
            }
            return;
        }
        Workers.run(
                parts,
                part -> {
                    int from = start(part, parts, units) * unit;
                    int to = Math.min(n, start(part + 1, parts, units) * unit);
                    alone(() -> range.run(from, to));
                });
    }

    /// Runs the parts 0 to parts - 1, each once, in no particular order.
    public static void parts(int parts, IntConsumer part) {
        if (parts <= 1 || threads() == 1) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
            return;
        }
        Workers.run(Math.min(parts, threads()), parts, i -> alone(() -> part.accept(i)));
    }

    /// Runs the stages 0 to stages - 1 one after the other, each by all members of a team: from one
    /// to `members`, and at most [#threads]. The caller's thread is member 0 and there from the
    /// first stage on; others join between stages as they wake up, if they are free.
    ///
    /// @param nanos about how long one thread would take: nobody is woken for brief work
    public static void team(int members, int stages, long nanos, Stage work) {
        int wanted = Math.min(members, threads());
        Team team = new Team(wanted, stages, nanos, work);
        if (wanted <= 1) {
            team.lead(0);
        } else {
            alone(() -> Workers.team(wanted, nanos, team));
        }
    }

    static void alone(Runnable operation) {
        ScopedValue.where(THREADS, 1).run(operation);
    }

    private static int start(int part, int parts, int units) {
        return (int) ((long) units * part / parts);
    }
}
