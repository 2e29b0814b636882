package org.unroll.tensor;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;

/// A table of which only some rows are not zero: the gradient of a lookup in a large table. The
/// tensor that stands for it writes the whole table out when somebody asks for its elements; what
/// can do with the rows alone, asks for these.
///
/// Which tables are kept so depends on sizes alone: those with at least twice as many rows as were
/// looked up. This is between [Gradients] and optimizers; programs use [Gradients#of].
public final class SparseRows implements Deferred {
    private final Shape shape;
    private final int[] numbers;
    private final Tensor rows;
    private final StepMemory.@Nullable Lease lease = StepMemory.currentLease();
    private volatile @Nullable Object whole;

    private SparseRows(Shape shape, int[] numbers, Tensor rows) {
        this.shape = shape;
        this.numbers = numbers;
        this.rows = rows;
    }

    /// Whether a table is better kept as its rows.
    static boolean worth(Shape table, int lookedUp) {
        return table.rank() > 0 && table.size() > 0 && table.dim(0) / 2 >= lookedUp;
    }

    /// The table of zeros to which rows are added, each to the one of its number, in their order.
    ///
    /// @param at one number per row
    /// @param skipped the number whose rows are left out
    static Tensor added(Tensor rows, int[] at, int skipped, Shape table) {
        long[] sorted = new long[at.length];
        int count = 0;
        for (int i = 0; i < at.length; i++) {
            if (at[i] != skipped) {
                sorted[count++] = (long) at[i] << Integer.SIZE | i;
            }
        }
        Arrays.sort(sorted, 0, count);
        int distinct = 0;
        for (int i = 0; i < count; i++) {
            distinct += i == 0 || number(sorted[i]) != number(sorted[i - 1]) ? 1 : 0;
        }
        int run = table.product(1, table.rank());
        Kernels<Object> kernels = Engine.kernels(rows.type());
        int[] numbers = new int[distinct];
        Object sums = rows.type().allocate(distinct * run);
        int place = -1;
        for (int i = 0; i < count; i++) {
            int number = number(sorted[i]);
            if (place < 0 || numbers[place] != number) {
                numbers[++place] = number;
            }
            int from = (int) sorted[i] * run;
            kernels.addInto(1, run, rows.array(), from, run, sums, place * run, run);
        }
        return new SparseRows(table, numbers, Tensor.wrap(sums, table.with(0, distinct))).tensor();
    }

    private static int number(long sorted) {
        return (int) (sorted >>> Integer.SIZE);
    }

    private Tensor tensor() {
        return Tensor.deferred(shape, rows.type(), this);
    }

    /// The rows that a tensor stands for, or null if it is not kept so.
    public static @Nullable SparseRows of(Tensor tensor) {
        return tensor.deferred() instanceof SparseRows rows
                        && rows.shape.equals(tensor.shape())
                        && tensor.version() == 0
                ? rows
                : null;
    }

    /// The sum of two gradients, of its rows alone if both are.
    static Tensor sum(Tensor a, Tensor b) {
        @Nullable SparseRows left = of(a);
        @Nullable SparseRows right = of(b);
        if (left == null || right == null) {
            return a.plus(b);
        }
        int[] at = Arrays.copyOf(left.numbers, left.numbers.length + right.numbers.length);
        System.arraycopy(right.numbers, 0, at, left.numbers.length, right.numbers.length);
        Tensor rows = Tensor.concat(0, left.rows, right.rows);
        return added(rows, at, -1, left.shape);
    }

    /// The numbers of the rows, ascending, each once; to be read only.
    public int[] numbers() {
        return numbers;
    }

    /// The rows, `[numbers.length, ...]`.
    public Tensor rows() {
        return rows;
    }

    /// The table with other rows at the same places.
    ///
    /// @param other of the shape and type of [#rows]
    Tensor with(Tensor other) {
        return new SparseRows(shape, numbers, other).tensor();
    }

    @Override
    public Object array() {
        @Nullable Object array = whole;
        return array != null ? array : written();
    }

    private synchronized Object written() {
        if (whole == null) {
            int run = shape.product(1, shape.rank());
            Object out =
                    StepMemory.isCurrent(lease)
                            ? rows.type().allocate(shape.size())
                            : rows.type().newArray(shape.size());
            for (int i = 0; i < numbers.length; i++) {
                System.arraycopy(rows.array(), i * run, out, numbers[i] * run, run);
            }
            whole = out;
        }
        return Objects.requireNonNull(whole);
    }
}
