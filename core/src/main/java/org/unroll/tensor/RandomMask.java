package org.unroll.tensor;

import org.unroll.internal.kernel.Masks;
import org.unroll.internal.kernel.Parallel;

/// A random mask of any size by counters: whether a number is dropped depends on the key and on the
/// number's row, step and unit alone, so not on the other rows, on the order in which anything is
/// computed, on threads, or on the type of the numbers. What [org.unroll.nn.Dropout] and the masks
/// in a cell's step are made of.
///
/// @param key the stream's
/// @param rate the probability of a zero, from 0 to 1
/// @param kept what stands where there is no zero
public record RandomMask(long key, double rate, double kept) {
    /// Numbers that are worth waking a thread for.
    private static final int GRAIN = 1 << 13;

    /// Rows that are drawn at once.
    private static final int TOGETHER = 512;

    /// Checks the rate.
    public RandomMask {
        checkRate(rate);
    }

    /// Checks that a rate is a probability.
    public static void checkRate(double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("expected a rate from 0 to 1 but got " + rate);
        }
    }

    /// Zeros and `1 / (1 - rate)`, which keeps the expected value of what is multiplied by it.
    public static RandomMask scaled(Rng stream, double rate) {
        return new RandomMask(stream.state().key(), rate, rate == 1 ? 0 : 1 / (1 - rate));
    }

    /// Zeros and ones.
    public static RandomMask plain(Rng stream, double rate) {
        return new RandomMask(stream.state().key(), rate, 1);
    }

    /// Writes rows of a mask.
    @FunctionalInterface
    public interface Writer {
        /// Writes the masks of some rows, each at one step.
        ///
        /// @param rows the numbers of the rows
        /// @param steps their steps
        /// @param count how many of these
        /// @param array `float[]` or `double[]`
        /// @param offset where unit 0 of the first row goes
        /// @param stride from there to that of the next
        void write(
                int[] rows,
                long[] steps,
                int count,
                Object array,
                int offset,
                int stride,
                int units);
    }

    /// A writer for one thread: it has a buffer.
    public Writer writer() {
        return new Masks(key, rate, kept)::fill;
    }

    /// The mask of one step.
    ///
    /// @param shape `[rows, ...]`; what follows the rows are units. A scalar is one row of one unit
    public Tensor ofRows(DType type, long step, Shape shape) {
        int rows = shape.rank() == 0 ? 1 : shape.dim(0);
        return filled(type, shape, rows, 1, false, step);
    }

    /// The mask of several steps.
    ///
    /// @param firstStep the number of the first
    /// @param shape `[rows, steps, ...]`
    public Tensor ofBatchFirst(DType type, long firstStep, Shape shape) {
        return filled(type, shape, shape.dim(0), shape.dim(1), false, firstStep);
    }

    /// The mask of several steps.
    ///
    /// @param firstStep the number of the first
    /// @param shape `[steps, rows, ...]`
    public Tensor ofTimeFirst(DType type, long firstStep, Shape shape) {
        return filled(type, shape, shape.dim(1), shape.dim(0), true, firstStep);
    }

    private Tensor filled(
            DType type, Shape shape, int rows, int steps, boolean timeFirst, long firstStep) {
        Object mask = type.allocate(shape.size());
        if (shape.size() > 0) {
            int units = shape.size() / rows / steps;
            Parallel.ranges(
                    rows * steps,
                    Math.max(1, GRAIN / units),
                    (from, to) -> {
                        Writer writer = writer();
                        int[] row = new int[Math.min(TOGETHER, to - from)];
                        long[] step = new long[row.length];
                        for (int first = from; first < to; first += row.length) {
                            int count = Math.min(row.length, to - first);
                            for (int i = 0; i < count; i++) {
                                int at = first + i;
                                row[i] = timeFirst ? at % rows : at / steps;
                                step[i] = firstStep + (timeFirst ? at / rows : at % steps);
                            }
                            writer.write(row, step, count, mask, first * units, units, units);
                        }
                    });
        }
        return Tensor.wrap(mask, shape);
    }
}
