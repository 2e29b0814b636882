package org.unroll.benchmarks;

import java.util.function.DoubleSupplier;

/// Something to time.
///
/// @param name its short name
/// @param what what one step does
/// @param step does it once and gives a number that depends on the result
/// @param check a number that is the same for a correct step, computed another way; compared before
///   anything is timed
/// @param tolerance how far both may be apart, relative to the larger one
record Workload(
        String name, String what, DoubleSupplier step, DoubleSupplier check, double tolerance) {

    /// Compares a step with its check.
    ///
    /// @throws IllegalStateException if they differ
    void requireCorrect() {
        double expected = check.getAsDouble();
        double actual = step.getAsDouble();
        double scale = Math.max(Math.abs(expected), Math.abs(actual));
        if (!(Math.abs(expected - actual) <= tolerance * scale)) {
            throw new IllegalStateException(
                    "%s: expected %s but got %s: not timed".formatted(name, expected, actual));
        }
    }
}
