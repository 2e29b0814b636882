package org.unroll.internal.kernel;

/// Which of two ways of doing the same work is the faster one, by measuring both: the one that was
/// slower is tried again now and then. Which it is depends on the machine and on what else it does:
/// threads that wait for each other are fast only if all of them have a processor.
public final class Pace {
    /// At first often, for code that has just been compiled is much faster than before.
    private static final int FIRST_AGAIN = 3;

    private static final int AGAIN = 32;
    private static final int OFTEN = 300;

    /// Something may hold up any call, but nothing makes it faster than it is.
    private static final double UP = 1.0 / 8;

    private static final double DOWN = 1.0 / 2;

    /// A time that is longer than this many times the usual one tells of something else.
    private static final double OUTLIER = 3;

    private int calls;
    private double first;
    private double second;

    /// Nothing known yet.
    public Pace() {}

    /// Whether to go the second way.
    public synchronized boolean isSecond() {
        calls++;
        boolean faster = second <= first;
        return calls % (calls < OFTEN ? FIRST_AGAIN : AGAIN) == 0 ? !faster : faster;
    }

    /// Notes how long it took.
    ///
    /// @param nanos for each unit of work
    public synchronized void took(boolean isSecond, double nanos) {
        if (isSecond) {
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
