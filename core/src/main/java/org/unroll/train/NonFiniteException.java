package org.unroll.train;

/// The loss or a gradient was not a finite number any more, so going on would have ruined the
/// model. The message names the iteration and the tensor where it began, and the last checkpoint,
/// which is of an earlier iteration: nothing is saved any more once a number is not finite.
public final class NonFiniteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long iteration;

    /// For the trainer and its steps.
    NonFiniteException(long iteration, String message) {
        super(message);
        this.iteration = iteration;
    }

    /// The iteration that failed, counted from 1. If it was the loss or a gradient that was not
    /// finite, the model is as it was before it.
    public long iteration() {
        return iteration;
    }
}
