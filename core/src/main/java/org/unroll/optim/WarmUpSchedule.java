package org.unroll.optim;

import java.util.Objects;

/// A rate that rises evenly, then follows another schedule: PyTorch's `LinearLR` and
/// `SequentialLR`.
///
/// @param steps how long it rises, at least 1
/// @param startFactor the share of the base rate in the first step, from 0 to 1
/// @param then what follows; it counts its steps from 0
public record WarmUpSchedule(long steps, double startFactor, Schedule then) implements Schedule {

    /// Checks the numbers.
    public WarmUpSchedule {
        Checks.atLeastOne("steps", steps);
        if (!(startFactor >= 0 && startFactor <= 1)) {
            throw new IllegalArgumentException(
                    "expected startFactor from 0 to 1 but got " + startFactor);
        }
        Objects.requireNonNull(then, "then");
    }

    @Override
    public double rate(long step, double base) {
        if (step >= steps) {
            return then.rate(step - steps, base);
        }
        return base * (startFactor + (1 - startFactor) * step / steps);
    }
}
