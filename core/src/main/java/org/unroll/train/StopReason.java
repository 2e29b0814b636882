package org.unroll.train;

/// Why a training ended.
public enum StopReason {
    /// All epochs or iterations were done.
    COMPLETED,
    /// The validation loss had not improved for as many validations as the patience allows.
    NO_IMPROVEMENT,
    /// Somebody asked for it (Ctrl-C); the last checkpoint was saved first.
    REQUESTED,
    /// Nothing was trained: the checkpoint that was to be resumed was already at the asked end or
    /// beyond it.
    ALREADY_DONE
}
