package org.unroll.train;

import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/// How a training went.
///
/// @param stopReason why it ended
/// @param iterations iterations done, over all runs if it was resumed
/// @param epochs epochs begun
/// @param averageLoss mean loss of the last (up to) 50 iterations
/// @param bestIteration the iteration of the lowest validation loss, if there was a validation;
///   else `iterations`. The model has its parameters now, unless the training ended by
///   [StopReason#REQUESTED]: then it has the last ones
/// @param bestValidationLoss the lowest validation loss, if there was a validation
/// @param losses the loss curve: mean losses over stretches of iterations, at most about a thousand
///   points
/// @param validationLosses every validation's loss
/// @param time time spent training, in this run only
public record TrainingReport(
        StopReason stopReason,
        long iterations,
        int epochs,
        double averageLoss,
        long bestIteration,
        OptionalDouble bestValidationLoss,
        List<LossPoint> losses,
        List<LossPoint> validationLosses,
        Duration time) {
    /// Keeps copies of the curves.
    public TrainingReport {
        losses = List.copyOf(losses);
        validationLosses = List.copyOf(validationLosses);
    }
}
