package org.unroll.internal.kernel;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Threads that run at the same time and meet at a barrier.
public final class Team {
    private static final int SPINS = 2000;
    private static final int YIELDS = 200;
    private static final long NAP_NANOS = 50_000;

    private final int size;
    private final AtomicInteger arrived = new AtomicInteger();
    private volatile int round;
    private volatile boolean broken;

    Team(int size) {
        this.size = size;
    }

    /// How many members take part: at least one.
    public int size() {
        return size;
    }

    /// Waits until all members have come here; what they wrote before is visible after. If a member
    /// failed, the others fail here.
    public void await() {
        if (size == 1) {
            return;
        }
        int before = round;
        if (arrived.incrementAndGet() == size) {
            arrived.set(0);
            round = before + 1;
            return;
        }
        for (int tries = 0; round == before; tries++) {
            if (broken) {
                throw new Broken();
            }
            pause(tries);
        }
    }

    /// What the other members of a team get when one has failed; never reaches the caller.
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken() {
            super("another member of the team failed");
        }
    }

    void leaveBroken() {
        broken = true;
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
