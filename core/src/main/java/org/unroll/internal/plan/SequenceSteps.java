package org.unroll.internal.plan;

import org.jspecify.annotations.Nullable;

/// Which timesteps of each row of a batch are valid, and in which order they are taken.
///
/// @param rows the rows of the batch
/// @param steps the timesteps, padding included
/// @param timeFirst whether sequences are `[steps, rows, n]`, not `[rows, steps, n]`
/// @param reversed whether a row is read from its last valid timestep to its first
/// @param lengths how many timesteps of each row are valid; null if all are
/// @param valid for each row its valid timesteps, ascending; null if they are the first ones
public record SequenceSteps(
        int rows,
        int steps,
        boolean timeFirst,
        boolean reversed,
        int @Nullable [] lengths,
        int @Nullable [][] valid) {

    /// The axis of time in a sequence.
    int timeAxis() {
        return timeFirst ? 0 : 1;
    }

    /// Whether every timestep of every row is valid.
    boolean areAllValid() {
        return lengths == null;
    }

    /// How many timesteps of all rows are valid.
    long count() {
        long count = 0;
        for (int row = 0; row < rows; row++) {
            count += count(row);
        }
        return count;
    }

    /// How many timesteps of a row are valid.
    int count(int row) {
        return lengths == null ? steps : lengths[row];
    }

    /// The timestep of a row that is taken as its `i`-th.
    int time(int row, int i) {
        int place = reversed ? count(row) - 1 - i : i;
        return valid == null ? place : valid[row][place];
    }

    /// 1 where a row's timestep is valid, else 0: `[steps][rows]`.
    double[][] mask() {
        double[][] mask = new double[steps][rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < count(row); i++) {
                mask[time(row, i)][row] = 1;
            }
        }
        return mask;
    }
}
