package org.unroll.nn;

/// Which axis of a batch of sequences holds the rows and which one the time.
///
/// A layer gives its result in the layout of its input. PyTorch says this with `batch_first`, and
/// its recurrent layers default to time first; Keras knows batch first only.
public enum Layout {
    /// `[rows, steps, ...]`, the usual one.
    BATCH_FIRST,
    /// `[steps, rows, ...]`.
    TIME_FIRST;

    /// The axis of the rows.
    public int rowAxis() {
        return this == BATCH_FIRST ? 0 : 1;
    }

    /// The axis of the time.
    public int timeAxis() {
        return 1 - rowAxis();
    }
}
