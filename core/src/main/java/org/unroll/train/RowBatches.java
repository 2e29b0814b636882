package org.unroll.train;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Rng;

/// Batches of examples that are counted, such as the images of a set, in their order or in another
/// one each epoch. Every example is in one batch of an epoch; the last batch is smaller if the
/// examples do not divide.
///
/// ```java
/// var batches = RowBatches.shuffled(rows, 32, rng, places -> new Batch(inputs.at(places), ...));
/// ```
///
/// @param <B> a batch
public final class RowBatches<B> implements TrainingData<B> {
    private final int rows;
    private final int batchSize;
    private final @Nullable Rng rng;
    private final Function<int[], B> batch;
    private int plannedEpoch = -1;
    private int[] order;

    private RowBatches(int rows, int batchSize, @Nullable Rng rng, Function<int[], B> batch) {
        if (rows < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "expected at least one row and a batch size of at least 1 but got %d rows and %d"
                            .formatted(rows, batchSize));
        }
        this.rows = rows;
        this.batchSize = batchSize;
        this.rng = rng;
        this.batch = batch;
        this.order = IntStream.range(0, rows).toArray();
    }

    /// Another order in each epoch.
    ///
    /// @param rng decides: the order of an epoch follows from this generator's seed and the epoch's
    ///   number, so a training that is resumed sees the same batches
    /// @param batch makes a batch of the examples at these places
    public static <B> RowBatches<B> shuffled(
            int rows, int batchSize, Rng rng, Function<int[], B> batch) {
        return new RowBatches<>(rows, batchSize, rng, batch);
    }

    /// The examples in their order, the same in each epoch.
    ///
    /// @param batch makes a batch of the examples at these places
    public static <B> RowBatches<B> inOrder(int rows, int batchSize, Function<int[], B> batch) {
        return new RowBatches<>(rows, batchSize, null, batch);
    }

    @Override
    public int perEpoch() {
        return Math.ceilDiv(rows, batchSize);
    }

    @Override
    public B batch(int epoch, int position) {
        if (rng != null && epoch != plannedEpoch) {
            order = rng.fork(epoch).permutation(rows);
            plannedEpoch = epoch;
        }
        int from = Math.multiplyExact(position, batchSize);
        return batch.apply(Arrays.copyOfRange(order, from, Math.min(rows, from + batchSize)));
    }
}
