package org.unroll.internal.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The threads behind [Parallel]: daemons, started when first needed. A call takes those that are
/// idle, works itself, and gives them back; so several callers can be here at once, and a caller
/// that finds nobody idle does all its parts alone.
final class Workers {
    /// How long an idle thread looks for work before it sleeps: longer than the gap between two
    /// layers, shorter than anything a user would notice.
    private static final long AWAKE_NANOS = 100_000;

    /// Looks between two looks at the clock.
    private static final int SPINS = 50;

    /// Work that is done before a sleeping thread has woken up, or soon after.
    private static final long BRIEF_NANOS = 500_000;

    private static volatile long lastTeam = System.nanoTime();

    private static final ConcurrentLinkedDeque<Worker> IDLE = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger STARTED = new AtomicInteger();

    private Workers() {}

    static void run(int parts, IntConsumer part) {
        run(parts, parts, part);
    }

    /// Runs all parts on up to `threads` threads, of which the caller's is one.
    static void run(int threads, int parts, IntConsumer part) {
        Job job = new Job(parts, part);
        List<Worker> helpers = claim(threads - 1);
        job.helpers.set(helpers.size());
        for (Worker helper : helpers) {
            helper.give(job);
        }
        job.work();
        takeBack(helpers, job);
        job.finish();
    }

    /// Runs a team of up to `threads` threads, of which the caller's leads. For brief work nobody
    /// is woken, unless such work is done one after the other.
    ///
    /// @param nanos about how long one thread would take
    static void team(int threads, long nanos, Team team) {
        boolean first = System.nanoTime() - lastTeam > AWAKE_NANOS;
        if (first && nanos < BRIEF_NANOS) {
            team.lead(0);
        } else {
            leadTeam(threads, team);
        }
        lastTeam = System.nanoTime();
    }

    private static void leadTeam(int threads, Team team) {
        Job job = new Job(threads, i -> member(i, team));
        job.next.set(1); // the leader's part is the caller's
        List<Worker> helpers = claim(threads - 1);
        job.helpers.set(helpers.size());
        int awake = 0;
        for (Worker helper : helpers) {
            awake += helper.give(job) ? 1 : 0;
        }
        int present = awake;
        job.run(0, _ -> team.lead(present));
        takeBack(helpers, job);
        job.finish();
    }

    private static void member(int i, Team team) {
        if (i > 0) {
            Parallel.alone(team::help);
        }
    }

    private static void takeBack(List<Worker> helpers, Job job) {
        for (Worker helper : helpers) {
            if (helper.takeBack(job)) {
                job.helpers.decrementAndGet();
                IDLE.push(helper);
            }
        }
    }

    private static boolean isSoon(int looks, long since) {
        return looks % SPINS != 0 || System.nanoTime() - since < AWAKE_NANOS;
    }

    private static List<Worker> claim(int wanted) {
        List<Worker> claimed = new ArrayList<>(wanted);
        while (claimed.size() < wanted) {
            Worker worker = IDLE.poll();
            if (worker == null) {
                int started = STARTED.get();
                if (started >= wanted) {
                    return claimed;
                }
                if (!STARTED.compareAndSet(started, started + 1)) {
                    continue;
                }
                worker = new Worker(started + 1);
                worker.start();
            }
            claimed.add(worker);
        }
        return claimed;
    }

    /// The parts of one call. Whoever works on it takes the next part until there is none.
    private static final class Job {
        private final int parts;
        private final IntConsumer part;
        private final Thread caller = Thread.currentThread();
        final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        final AtomicInteger helpers = new AtomicInteger();

        Job(int parts, IntConsumer part) {
            this.parts = parts;
            this.part = part;
        }

        void work() {
            while (workOnce()) {}
        }

        /// Whether there was a part to do.
        boolean workOnce() {
            int i = next.getAndIncrement();
            if (i >= parts) {
                return false;
            }
            run(i, part);
            return true;
        }

        void run(int i, IntConsumer work) {
            try {
                work.accept(i);
            } catch (Team.Broken e) {
                next.set(parts);
            } catch (Throwable e) { // also errors: they belong to the caller, not to the worker
                next.set(parts);
                failure.compareAndSet(null, e);
            }
        }

        void leave() {
            if (helpers.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }

        void finish() {
            long since = System.nanoTime();
            for (int looks = 1; helpers.get() != 0; looks++) {
                if (isSoon(looks, since)) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                }
            }
            Throwable thrown = failure.get();
            if (thrown instanceof Error error) {
                throw error;
            }
            if (thrown instanceof RuntimeException exception) {
                throw exception;
            }
            if (thrown != null) {
                throw new IllegalStateException(thrown);
            }
        }
    }

    private static final class Worker extends Thread {
        private final AtomicReference<@Nullable Job> given = new AtomicReference<>();
        private volatile boolean parked;

        Worker(int number) {
            super("unroll-" + number);
            setDaemon(true);
        }

        /// Whether it is awake.
        boolean give(Job job) {
            given.set(job);
            if (parked) {
                LockSupport.unpark(this);
                return false;
            }
            return true;
        }

        boolean takeBack(Job job) {
            return given.compareAndSet(job, null);
        }

        @Override
        public void run() {
            while (true) {
                Job job = await();
                job.work();
                // Idle before the caller goes on, so that its next call finds this worker
                IDLE.push(this);
                job.leave();
            }
        }

        private Job await() {
            long since = System.nanoTime();
            for (int looks = 1; ; looks++) {
                Job job = given.get();
                if (job != null && given.compareAndSet(job, null)) {
                    return job;
                }
                if (isSoon(looks, since)) {
                    Thread.onSpinWait();
                } else {
                    parked = true;
                    if (given.get() == null) {
                        LockSupport.park(this);
                    }
                    parked = false;
                }
            }
        }
    }
}
