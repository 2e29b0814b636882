package org.unroll.train;

/// What a training learns from, batch by batch.
///
/// A batch is a function of its epoch and its place in the epoch, and of nothing else: not of what
/// was asked for before. So a training that was interrupted sees the batches it would have seen.
///
/// @param <B> a batch
public interface TrainingData<B> {
    /// Batches in each epoch, at least 1.
    int perEpoch();

    /// A batch.
    ///
    /// @param epoch counted from 0
    /// @param position place in the epoch, counted from 0
    B batch(int epoch, int position);
}
