package org.unroll.train;

import java.util.Objects;
import java.util.function.BooleanSupplier;

/// What surrounds a run of a training: who is told, where checkpoints go, who may stop it, and
/// whether it starts anew or goes on. Nothing in here changes what is learned.
///
/// @param listener told what happens
/// @param checkpoints where checkpoints go
/// @param stop asked after every iteration; once true, the last checkpoint is saved and the
///   training ends
/// @param resume whether to go on from the last checkpoint instead of starting anew
public record TrainingRun(
        TrainingListener listener,
        CheckpointStore checkpoints,
        BooleanSupplier stop,
        boolean resume) {
    /// All are required.
    public TrainingRun {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(checkpoints, "checkpoints");
        Objects.requireNonNull(stop, "stop");
    }

    /// Tells nobody, keeps nothing, is never stopped.
    public static TrainingRun silent() {
        return new TrainingRun(
                TrainingListener.silent(), CheckpointStore.none(), () -> false, false);
    }

    /// A copy that tells `listener`.
    public TrainingRun withListener(TrainingListener listener) {
        return new TrainingRun(listener, checkpoints, stop, resume);
    }

    /// A copy that keeps checkpoints in `checkpoints`.
    public TrainingRun withCheckpoints(CheckpointStore checkpoints) {
        return new TrainingRun(listener, checkpoints, stop, resume);
    }

    /// A copy that ends once `stop` is true.
    public TrainingRun withStop(BooleanSupplier stop) {
        return new TrainingRun(listener, checkpoints, stop, resume);
    }

    /// A copy that goes on from the last checkpoint.
    public TrainingRun resumed() {
        return new TrainingRun(listener, checkpoints, stop, true);
    }
}
