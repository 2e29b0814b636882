package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Which of two ways [Pace] goes, when each takes a given time.
class PaceTest {
    private final Pace pace = new Pace();
    private boolean last;

    /// How many of so many calls go the second way.
    ///
    /// @param change what the first call after the other way takes besides
    private int second(int calls, double first, double second, double change) {
        int seconds = 0;
        for (int i = 0; i < calls; i++) {
            boolean isSecond = pace.isSecond();
            double nanos = (isSecond ? second : first) + (isSecond == last ? 0 : change);
            last = isSecond;
            pace.took(isSecond, nanos);
            seconds += isSecond ? 1 : 0;
        }
        return seconds;
    }

    @Test
    void mostCallsGoTheFasterWay() {
        assertThat(second(1000, 5, 4, 0)).isGreaterThan(900);
        assertThat(second(1000, 4, 5, 0)).isLessThan(100);
    }

    @Test
    void aWayThatIsSlowOnlyAfterAChangeIsFoundToBeFaster() {
        assertThat(second(1000, 5, 4, 20)).isGreaterThan(900);
    }

    @Test
    void whatAChangeTakesDoesNotMakeAWaySlower() {
        assertThat(second(1000, 5, 4.9, 20)).isGreaterThan(900);
    }

    /// A call may be held up, by the collector or by another program.
    @Test
    void aCallThatIsHeldUpDoesNotMakeAWaySlower() {
        int seconds = 0;
        for (int i = 0; i < 1000; i++) {
            boolean isSecond = pace.isSecond();
            double nanos = i % 50 == 49 ? 1000 : 4;
            pace.took(isSecond, isSecond ? nanos : 5);
            seconds += isSecond ? 1 : 0;
        }
        assertThat(seconds).isGreaterThan(900);
    }

    @Test
    void bothAreTriedNowAndThen() {
        assertThat(second(1000, 1, 100, 0)).isBetween(20, 100);
    }

    @Test
    void aWayThatBecomesSlowIsLeft() {
        second(1000, 5, 4, 0);
        assertThat(second(1000, 5, 8, 0)).isLessThan(100);
    }
}
