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
        /// The same for all.
        CONSTANT,
        /// One row of a group; overwritten at every timestep.
        BATCH,
        /// One row of a group at one timestep; overwritten with every block of timesteps.
        BLOCK,
        /// One row of a group at one timestep; kept for the derivative.
        SEQUENCE,
        /// One row of the input's table, for all groups; kept for the derivative.
        TABLE;

        /// Whether what is kept here lasts as long as there.
        boolean lasts(Place other) {
            return compareTo(other) >= 0;
        }
    }

    Slot columns(int from, int to) {
        return new Slot(buffer, place, stride, column + from, to - from);
    }

    boolean overlaps(Slot other) {
        return buffer == other.buffer
                && column < other.column + other.width
                && other.column < column + width;
    }

    Slot inBuffer(int other) {
        return new Slot(other, place, stride, column, width);
    }

    /// The element at which a block's row begins.
    ///
    /// @param base the place of the block's first row in buffers that hold several blocks
    /// @param row the row, counted from the block's first; in buffers that hold one timestep a run
    ///   always begins with the group's first row
    int offset(int base, int row) {
        return column
                + switch (place) {
                    case SEQUENCE -> (base + row) * stride;
                    case BLOCK, TABLE -> row * stride;
                    case BATCH, CONSTANT -> 0;
                };
    }

    /// The step from one column to the next where `columns` are wanted: a single number is used for
    /// all of them.
    int columnStep(int columns) {
        return width == 1 && columns > 1 ? 0 : 1;
    }
}
