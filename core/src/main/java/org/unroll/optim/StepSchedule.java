package org.unroll.optim;

/// `base * factor ^ (step / every)`, the quotient rounded down: PyTorch's `StepLR`, and with every
/// step 1 its `ExponentialLR`.
///
/// @param every steps at one rate, at least 1
/// @param factor from above 0; below 1 to fall
public record StepSchedule(long every, double factor) implements Schedule {

    /// Checks the numbers.
    public StepSchedule {
        Checks.atLeastOne("every", every);
        Checks.positive("factor", factor);
    }

    @Override
    public double rate(long step, double base) {
        long times = step / every;
        return base * StrictMath.pow(factor, times);
    }
}
