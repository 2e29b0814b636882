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
    /// Some tens of microseconds: longer than the gap between two products of one layer, shorter
    /// than anything a user would notice.
    private static final int SPINS = 2_000;

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
        for (Worker helper : helpers) {
            if (helper.takeBack(job)) {
                job.helpers.decrementAndGet();
                IDLE.push(helper);
            }
        }
        job.finish();
    }

    static void team(int threads, Parallel.Member member) {
        List<Worker> helpers = claim(threads - 1);
        Team team = new Team(helpers.size() + 1);
        Job job = new Job(team.size(), i -> runMember(i, team, member));
        job.helpers.set(helpers.size());
        for (Worker helper : helpers) {
            helper.give(job);
        }
        // One part each: a member must not take the part of one that is still on its way
        job.workOnce();
        job.finish();
    }

    private static void runMember(int i, Team team, Parallel.Member member) {
        boolean done = false;
        try {
            member.run(i, team);
            done = true;
        } finally {
            if (!done) {
                team.leaveBroken();
            }
        }
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
        private final AtomicInteger next = new AtomicInteger();
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
            try {
                part.accept(i);
            } catch (Team.Broken e) {
                next.set(parts);
            } catch (Throwable e) { // also errors: they belong to the caller, not to the worker
                next.set(parts);
                failure.compareAndSet(null, e);
            }
            return true;
        }

        void leave() {
            if (helpers.decrementAndGet() == 0) {
                LockSupport.unpark(caller);
            }
        }

        void finish() {
            for (int spins = 0; helpers.get() != 0; spins++) {
                if (spins < SPINS) {
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

        void give(Job job) {
            given.set(job);
            if (parked) {
                LockSupport.unpark(this);
            }
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
            for (int spins = 0; ; spins++) {
                Job job = given.getAndSet(null);
                if (job != null) {
                    return job;
                }
                if (spins < SPINS) {
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
