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
    private static final Mode INFERENCE = new Mode(null, 0);

    private final @Nullable Rng rng;
    private final long firstStep;
    private final AtomicLong sites = new AtomicLong();

    private Mode(@Nullable Rng rng, long firstStep) {
        this.rng = rng;
        this.firstStep = firstStep;
    }

    /// No randomness: dropout passes its input through.
    public static Mode inference() {
        return INFERENCE;
    }

    /// Training with the given randomness, which is forked, never advanced.
    public static Mode training(Rng rng) {
        return new Mode(Objects.requireNonNull(rng, "rng"), 0);
    }

    /// The same mode, its streams not handed out yet, for a piece of a longer sequence whose first
    /// step is this one of the whole. A training pass in pieces, each with the mode of one [Rng]
    /// and its own first step, draws what a pass over the whole would draw.
    ///
    /// @param firstStep from 0
    public Mode startingAt(long firstStep) {
        if (firstStep < 0) {
            throw new IllegalArgumentException("expected a step from 0 but got " + firstStep);
        }
        return new Mode(rng, firstStep);
    }

    /// The step of the whole sequence at which the input begins: 0 unless it is a later piece.
    public long firstStep() {
        return firstStep;
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
