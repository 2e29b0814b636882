package org.unroll.internal.kernel;

/// Which of two ways of doing the same work is the faster one, by measuring both: the one that was
/// slower is tried again now and then. Which it is depends on the machine and on what else it does:
/// threads that wait for each other are fast only if all of them have a processor.
public final class Pace {
    /// Of so many calls the last ones try the way that was slower. At first there are fewer, for
    /// code that has just been compiled is much faster than before.
    private static final int FIRST_ROUND = 12;

    private static final int ROUND = 128;
    private static final int FIRST_ROUNDS = 5;

    /// How many calls try it, one after the other.
    private static final int TRIES = 4;

    /// Something may hold up any call, but nothing makes it faster than it is.
    private static final double UP = 1.0 / 32;

    private static final double DOWN = 1.0 / 2;

    /// A time that is longer than this many times the usual one tells of something else.
    private static final double OUTLIER = 3;

    private int calls;
    private double first;
    private double second;
    private boolean last;
    private boolean switched = true;

    /// Nothing known yet.
    public Pace() {}

    /// Whether to go the second way.
    public synchronized boolean isSecond() {
        int round = calls < FIRST_ROUNDS * FIRST_ROUND ? FIRST_ROUND : ROUND;
        boolean isTry = calls % round >= round - TRIES;
        boolean now = isTry != (second <= first);
        calls++;
        switched |= now != last;
        last = now;
        return now;
    }

    /// Notes how long it took; but not the first time after the other way: threads that had nothing
    /// to do meanwhile have to wake up, and their caches to be filled.
    ///
    /// @param nanos for each unit of work
    public synchronized void took(boolean isSecond, double nanos) {
        if (switched) {
            switched = false;
        } else if (isSecond) {
            second = mean(second, nanos);
        } else {
            first = mean(first, nanos);
        }
    }

    private static double mean(double before, double now) {
        if (before == 0) {
            return now;
        }
        double change = Math.min(now, OUTLIER * before) - before;
        return before + (change > 0 ? UP : DOWN) * change;
    }
}
