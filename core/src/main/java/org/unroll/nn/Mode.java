package org.unroll.nn;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Rng;

/// Tells a layer whether it trains, and hands out the randomness of one forward pass.
///
/// A training mode belongs to one forward pass: make a new one, from a stream of its own, for every
/// batch. The first layer that draws gets the first stream, the second the second, and so on, so
/// two dropout layers never share a mask, and a pass repeated with a new mode from the same [Rng]
/// draws the same numbers again.
public final class Mode {
    private static final Mode INFERENCE = new Mode(null);

    private final @Nullable Rng rng;
    private final AtomicLong sites = new AtomicLong();

    private Mode(@Nullable Rng rng) {
        this.rng = rng;
    }

    /// No randomness: dropout passes its input through.
    public static Mode inference() {
        return INFERENCE;
    }

    /// Training with the given randomness, which is forked, never advanced.
    public static Mode training(Rng rng) {
        return new Mode(Objects.requireNonNull(rng, "rng"));
    }

    /// Whether layers should behave as in training.
    public boolean isTraining() {
        return rng != null;
    }

    /// The randomness this mode was made with.
    ///
    /// @throws IllegalStateException in inference, which has none
    public Rng rng() {
        if (rng == null) {
            throw new IllegalStateException("inference has no randomness: use Mode.training(rng)");
        }
        return rng;
    }

    /// A stream of random numbers for the next place that draws in this pass.
    ///
    /// @throws IllegalStateException in inference, which has none
    public Rng nextSite() {
        return rng().fork(sites.getAndIncrement());
    }

    @Override
    public String toString() {
        return isTraining() ? "training" : "inference";
    }
}
