package org.unroll.train;

import java.time.Duration;
import java.util.function.Consumer;

/// Told what happens during a training, always on the thread that trains. It may read the model (to
/// show a sample, say); it must not change it.
public interface TrainingListener {
    /// A listener that does nothing.
    static TrainingListener silent() {
        return new TrainingListener() {};
    }

    /// A listener that hands plain lines such as `iteration 600 loss 2.105` to `out`.
    ///
    /// @param every iterations between two lines
    static TrainingListener lines(long every, Consumer<String> out) {
        return new PlainLines(every, out);
    }

    /// Before the first iteration of this run. Not called if a resumed run has nothing left to do.
    ///
    /// @param first the first iteration of this run, counted from 1; more than 1 if the training
    ///   was resumed
    /// @param iterations iterations in all
    default void started(long first, long iterations) {}

    /// After every iteration.
    default void iteration(Progress progress) {}

    /// After every validation.
    ///
    /// @param best whether this was the best validation so far
    default void validated(Progress progress, Validated validated, boolean best) {}

    /// After a checkpoint was saved.
    default void saved(long iteration, Duration took) {}

    /// After the last iteration, however the training ended, unless it failed.
    default void finished(TrainingReport report) {}
}
