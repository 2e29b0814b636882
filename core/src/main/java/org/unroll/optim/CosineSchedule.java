package org.unroll.optim;

/// `lowest + (base - lowest) (1 + cos(π step / steps)) / 2`, and `lowest` from then on (Loshchilov
/// and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", 2017, without restarts).
///
/// PyTorch's `CosineAnnealingLR` rises again after `steps`; Keras's `CosineDecay` stays down, with
/// `lowest` given as a share of the base rate.
///
/// @param steps how long it falls, at least 1
/// @param lowest where it ends, at least 0
public record CosineSchedule(long steps, double lowest) implements Schedule {

    /// Checks the numbers.
    public CosineSchedule {
        Checks.atLeastOne("steps", steps);
        Checks.notNegative("lowest", lowest);
    }

    @Override
    public double rate(long step, double base) {
        double passed = (double) Math.min(step, steps) / steps;
        return lowest + (base - lowest) * (1 + StrictMath.cos(StrictMath.PI * passed)) / 2;
    }
}
