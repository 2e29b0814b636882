package org.unroll.internal.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Threads that go through the stages of one piece of work together: nobody begins a stage before
/// all have finished the one before.
///
/// The leader, the caller's thread, begins at once. Helpers that have to be woken first join
/// between two stages, so a sleeping processor costs nothing. Where threads do not all get a
/// processor, they wait for each other far longer than for any work: once that has taken as long as
/// one thread would take for all of the work, the leader does the rest alone.
public final class Team {
    /// Looks at a barrier before a thread gives its processor to others: some 20 to 50
    /// microseconds.
    private static final int SPINS = 1_000;

    private static final int YIELDS = 20;

    /// Looks for helpers that are awake and must be just about to come.
    private static final int WELCOME = 200;

    private static final long NAP_NANOS = 50_000;

    private final int most;
    private final int stages;
    private final long patience;
    private final Parallel.Stage work;

    private final AtomicInteger helpers = new AtomicInteger(); // that have come
    private final AtomicInteger arrived = new AtomicInteger();
    private final AtomicLong waited = new AtomicLong(); // by those who gave up their processors
    private volatile int round;
    private volatile boolean broken;
    private volatile boolean closed; // to further helpers

    // Written by whoever comes last to a gate, before the members go on
    private int entryStage;
    private int entryRound;
    private volatile int size = 1;

    /// @param patience how many nanoseconds of waiting are too many
    Team(int most, int stages, long patience, Parallel.Stage work) {
        this.most = most;
        this.stages = stages;
        this.patience = patience;
        this.work = work;
    }

    /// How many members take part in this stage: at least one.
    public int size() {
        return size;
    }

    /// Waits until all members have come here; what they wrote before is visible after. If a member
    /// failed, the others fail here.
    public void await() {
        if (size > 1) {
            int before = round;
            if (arrived.incrementAndGet() == size) {
                arrived.set(0);
                round = before + 1;
            } else {
                waitFor(before);
            }
        }
    }

    // ---- members ----

    /// @param awake how many helpers are awake
    void lead(int awake) {
        for (int looks = 0; looks < WELCOME && helpers.get() < awake; looks++) {
            Thread.onSpinWait();
        }
        run(0, 0);
    }

    void help() {
        int member = helpers.incrementAndGet();
        for (int tries = 0; size <= member; tries++) {
            if (closed || broken || member >= most) {
                return;
            }
            // No nap: the others will wait for this one once it is in
            pause(Math.min(tries, SPINS));
        }
        int first = entryStage;
        while (round < entryRound) {
            Thread.onSpinWait();
        }
        run(member, first + 1);
    }

    /// @param gate the first stage whose gate is still ahead
    private void run(int member, int gate) {
        boolean done = false;
        try {
            if (gate > 0) {
                work.run(gate - 1, member, this);
            }
            for (int stage = gate; stage <= stages; stage++) {
                gate(stage);
                if (member >= size) {
                    break; // dissolved
                }
                if (stage < stages) {
                    work.run(stage, member, this);
                }
            }
            done = true;
        } finally {
            if (!done) {
                broken = true;
            }
            if (member == 0) {
                closed = true;
            }
        }
    }

    /// All members of the last stage come here; whoever is last decides who takes part in the next.
    private void gate(int stage) {
        int before = round;
        if (size == 1) {
            admit(stage, before + 1);
            round = before + 1;
        } else if (arrived.incrementAndGet() == size) {
            arrived.set(0);
            admit(stage, before + 1);
            round = before + 1;
        } else {
            waitFor(before);
        }
    }

    private void admit(int stage, int next) {
        if (waited.get() > patience) {
            closed = true;
            size = 1;
            return;
        }
        int present = Math.min(most, 1 + helpers.get());
        if (stage < stages && present > size) {
            entryStage = stage;
            entryRound = next;
            size = present;
        }
    }

    private void waitFor(int before) {
        long since = 0;
        int tries = 0;
        for (; round == before; tries++) {
            if (broken) {
                throw new Broken();
            }
            if (tries == SPINS) {
                since = System.nanoTime();
            }
            pause(tries);
        }
        if (tries > SPINS) {
            waited.addAndGet(System.nanoTime() - since);
        }
    }

    /// What the other members of a team get when one has failed; never reaches the caller.
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("another member of the team failed");
        }
    }

    /// Longer and longer: a wait is usually much shorter than waking a thread takes, but where
    /// there are fewer processors than threads, the others need ours.
    @SuppressWarnings("ThreadPriorityCheck") // only speed depends on the yield
    private static void pause(int tries) {
        if (tries < SPINS) {
            Thread.onSpinWait();
        } else if (tries < SPINS + YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(NAP_NANOS);
        }
    }
}
