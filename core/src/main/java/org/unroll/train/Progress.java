package org.unroll.train;

import java.time.Duration;
import java.util.Optional;

/// Where a training is, after an iteration.
///
/// @param iteration iterations done so far, counted from 1
/// @param iterations iterations in all (fewer if the training stops early)
/// @param epoch the epoch this iteration belonged to, counted from 1
/// @param epochs epochs in all
/// @param loss this iteration's loss, before its update
/// @param averageLoss mean loss of the last (up to) 50 iterations
/// @param gradientNorm norm over all gradients, before clipping
/// @param learningRate the rate this iteration's update used
/// @param iterationsPerSecond speed of this run, or 0 before it is known
/// @param timeLeft estimate for the iterations left, empty before the speed is known
public record Progress(
        long iteration,
        long iterations,
        int epoch,
        int epochs,
        double loss,
        double averageLoss,
        double gradientNorm,
        double learningRate,
        double iterationsPerSecond,
        Optional<Duration> timeLeft) {}
