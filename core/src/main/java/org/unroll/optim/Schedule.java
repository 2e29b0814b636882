package org.unroll.optim;

/// Which learning rate each step gets. Before a step,
/// `optimizer.learningRate(schedule.rate(optimizer.steps(), base))`.
///
/// A step may be an update or an epoch: whatever the caller counts. Schedules combine:
/// `Schedule.cosine(900, 0).afterWarmUp(100)`. Those here have no state, so a resumed run needs the
/// count alone; [PlateauSchedule] has.
@FunctionalInterface
public interface Schedule {

    /// The learning rate of a step.
    ///
    /// @param step how many steps were made before, from 0
    /// @param base the rate that the schedule varies
    double rate(long step, double base);

    /// Always the base rate.
    static Schedule constant() {
        return (step, base) -> base;
    }

    /// Multiplied by `factor` after every so many steps: PyTorch's `StepLR`.
    static Schedule step(long every, double factor) {
        return new StepSchedule(every, factor);
    }

    /// Multiplied by `factor` after each step: PyTorch's `ExponentialLR`.
    static Schedule exponential(double factor) {
        return new StepSchedule(1, factor);
    }

    /// Falls from the base rate to `lowest` in so many steps, along half a cosine, and stays there.
    static Schedule cosine(long steps, double lowest) {
        return new CosineSchedule(steps, lowest);
    }

    /// Before this schedule, so many steps in which the rate rises evenly from `base / (steps + 1)`
    /// to the base rate; this schedule counts its steps from there.
    default Schedule afterWarmUp(long steps) {
        return afterWarmUp(steps, 1.0 / (steps + 1));
    }

    /// Before this schedule, so many steps in which the rate rises evenly from `startFactor * base`
    /// to the base rate; this schedule counts its steps from there.
    default Schedule afterWarmUp(long steps, double startFactor) {
        return new WarmUpSchedule(steps, startFactor, this);
    }
}
