package org.unroll.benchmarks.shared;

/// The size of a batch.
///
/// @param rows how many sequences
/// @param steps how many timesteps each has, padding included
/// @param names whether they are real names, shorter than that
public record Batch(int rows, int steps, boolean names) {
    /// Full sequences.
    public static Batch of(int rows, int steps) {
        return new Batch(rows, steps, false);
    }
}
