package org.unroll.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Expected rates come from PyTorch 1.13.
class SchedulesTest {
    private static void check(Schedule schedule, double... expected) {
        for (int step = 0; step < expected.length; step++) {
            assertThat(schedule.rate(step, 0.4))
                    .as("step %d", step)
                    .isCloseTo(expected[step], within(1e-15));
        }
    }

    @Test
    void fixedCurves() {
        check(Schedule.constant(), 0.4, 0.4, 0.4);
        check(Schedule.step(3, 0.3), 0.4, 0.4, 0.4, 0.12, 0.12, 0.12, 0.036, 0.036);
        check(Schedule.exponential(0.5), 0.4, 0.2, 0.1, 0.05, 0.025, 0.0125);
        check(
                Schedule.cosine(7, 0.02),
                0.4,
                0.38118408490145966,
                0.3284630623531594,
                0.25227897745169975,
                0.1677210225483003,
                0.09153693764684065,
                0.038815915098540384,
                0.02,
                0.02);
        check(Schedule.constant().afterWarmUp(3, 0.25), 0.1, 0.2, 0.3, 0.4, 0.4);
    }

    @Test
    void warmUpIsFollowedFromItsStart() {
        check(Schedule.step(2, 0.5).afterWarmUp(3), 0.1, 0.2, 0.3, 0.4, 0.4, 0.2, 0.2, 0.1);
    }

    @Test
    void numbersAreChecked() {
        assertThatThrownBy(() -> Schedule.step(0, 0.5)).hasMessage("expected every >= 1 but got 0");
        assertThatThrownBy(() -> Schedule.exponential(0))
                .hasMessage("expected factor > 0 but got 0.0");
        assertThatThrownBy(() -> Schedule.constant().afterWarmUp(3, 2))
                .hasMessage("expected startFactor from 0 to 1 but got 2.0");
        assertThatThrownBy(() -> PlateauOptions.standard().withFactor(1))
                .hasMessage("expected factor from 0 to below 1 but got 1.0");
    }

    private static final double[] LOSSES = {3, 2, 2, 2, 1.9999, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2};
    private static final double[] RATES = {
        0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05, 0.03
    };

    private static PlateauSchedule plateau() {
        return new PlateauSchedule(
                PlateauOptions.standard()
                        .withFactor(0.5)
                        .withPatience(1)
                        .withCooldown(2)
                        .withLowest(0.03));
    }

    @Test
    void plateausLowerTheRate() {
        PlateauSchedule schedule = plateau();
        for (int i = 0; i < LOSSES.length; i++) {
            schedule.observe(LOSSES[i]);
            assertThat(schedule.rate(i, 0.4)).as("loss %d", i).isEqualTo(RATES[i]);
        }
        assertThat(schedule.rate(16, 0.01)).isEqualTo(0.01);
    }

    @Test
    void plateausByDifference() {
        var schedule =
                new PlateauSchedule(
                        PlateauOptions.standard().withPatience(0).withAbsoluteThreshold(0.1));
        double[] losses = {3, 2.95, 2.8, 2.75};
        double[] rates = {0.4, 0.04, 0.04, 0.004};
        for (int i = 0; i < losses.length; i++) {
            schedule.observe(losses[i]);
            assertThat(schedule.rate(i, 0.4)).isCloseTo(rates[i], within(1e-15));
        }
    }

    @Test
    void aPlateauGoesOnFromItsState() {
        for (int stop = 0; stop < LOSSES.length; stop++) {
            PlateauSchedule before = plateau();
            for (int i = 0; i < stop; i++) {
                before.observe(LOSSES[i]);
            }
            PlateauSchedule after = plateau();
            after.load(before.state().asMap());
            for (int i = stop; i < LOSSES.length; i++) {
                after.observe(LOSSES[i]);
                assertThat(after.rate(i, 0.4)).isEqualTo(RATES[i]);
            }
        }
    }

    @Test
    void lossesThatAreNoNumbersAreNoBetter() {
        var schedule = new PlateauSchedule(PlateauOptions.standard().withPatience(0));
        schedule.observe(Double.NaN);
        assertThat(schedule.rate(0, 1)).isEqualTo(0.1);
        schedule.observe(5);
        assertThat(schedule.rate(1, 1)).isEqualTo(0.1);
    }
}
