package org.unroll.internal.plan;

/// Where a value is kept: columns of a buffer's rows.
///
/// @param buffer the buffer's number in the workspace
/// @param place what a row of the buffer is
/// @param stride the elements from one row to the next; 0 for a constant
/// @param column the first column
/// @param width the number of columns
record Slot(int buffer, Place place, int stride, int column, int width) {
    /// What a row of a buffer stands for.
    enum Place {
        /// One row of the batch at one timestep.
        SEQUENCE,
        /// One row of the batch; overwritten at every timestep.
        BATCH,
        /// The same for all.
        CONSTANT
    }

    Slot columns(int from, int to) {
        return new Slot(buffer, place, stride, column + from, to - from);
    }

    /// The element at which the rows begin.
    int offset(int sequenceRow, int batchRow) {
        return column
                + switch (place) {
                    case SEQUENCE -> sequenceRow * stride;
                    case BATCH -> batchRow * stride;
                    case CONSTANT -> 0;
                };
    }

    /// The step from one column to the next where `columns` are wanted: a single number is used for
    /// all of them.
    int columnStep(int columns) {
        return width == 1 && columns > 1 ? 0 : 1;
    }
}
