package org.unroll.train;

import java.util.Locale;
import java.util.Optional;

/// Where checkpoints are kept. An implementation must replace a checkpoint atomically: whoever
/// loads it, at whatever moment the program was killed, gets the old one or the new one, whole.
public interface CheckpointStore {
    /// A store that keeps nothing.
    static CheckpointStore none() {
        return new CheckpointStore() {
            @Override
            public void save(Slot slot, Checkpoint checkpoint) {}

            @Override
            public Optional<Checkpoint> load(Slot slot) {
                return Optional.empty();
            }
        };
    }

    /// Which checkpoint.
    enum Slot {
        /// The newest.
        LAST,
        /// The one with the lowest validation loss: its `model.` tensors only.
        BEST
    }

    /// Keeps a checkpoint in place of the one before.
    void save(Slot slot, Checkpoint checkpoint);

    /// The kept checkpoint, or nothing if there is none.
    Optional<Checkpoint> load(Slot slot);

    /// Forgets a checkpoint if there is one. A new training forgets the best one of an earlier
    /// training; a store that does nothing here keeps it until the first validation.
    default void delete(Slot slot) {}

    /// What messages call a checkpoint, such as its file.
    default String name(Slot slot) {
        return slot.name().toLowerCase(Locale.ROOT) + " checkpoint";
    }
}
