package org.unroll.recurrent;

/// In which direction a layer reads a sequence.
public enum Direction {
    /// From the first timestep to the last.
    FORWARD,
    /// From each row's last valid timestep to its first.
    REVERSE,
    /// Both ways: an output depends on all timesteps.
    BOTH
}
