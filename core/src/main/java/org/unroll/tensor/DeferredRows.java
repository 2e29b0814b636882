package org.unroll.tensor;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Rows of a table that were looked up but not copied yet. The tensor that stands for them copies
/// them when somebody asks for its elements; the engine asks for table and numbers instead, where
/// working on the table's rows is less than working on all that were looked up. Either way they are
/// the rows as they were at the time of the lookup, also if the table or the numbers are updated
/// since.
///
/// A lookup is deferred if the table has at most half as many rows as are looked up: by sizes
/// alone, and so that keeping the table as it was, if it is updated, is less than the lookup would
/// have been. This is between [Tensor] and the engine; programs use [Tensor#rows].
public final class DeferredRows implements Deferred {
    private final Tensor table;
    private final int version;
    private final int withoutGradient;
    private final @Nullable Tape tape; // that follows the table
    private final int count;
    private final Held rows;
    private final Held numbers;
    private final StepMemory.@Nullable Lease lease = StepMemory.currentLease();
    private volatile @Nullable Object gathered;

    private DeferredRows(Tensor table, Tensor numbers, int withoutGradient, @Nullable Tape tape) {
        this.table = table;
        this.version = table.version();
        this.withoutGradient = withoutGradient;
        this.tape = tape;
        this.count = numbers.size();
        this.rows = table.hold();
        this.numbers = numbers.hold();
    }

    /// The lookup as a tensor, or null if it is better done at once.
    ///
    /// @param numbers all of them rows of the table
    static @Nullable Tensor lookup(Tensor table, Tensor numbers, int withoutGradient, Shape shape) {
        if (table.rank() != 2 || !table.type().isFloating()) {
            return null;
        }
        if (!fewRows(table.dim(0), numbers.size())) {
            return null;
        }
        boolean lasting = StepMemory.currentLease() == null;
        if (lasting && !(table.lasts() && numbers.lasts())) {
            return null; // what it would wait for may be gone before it
        }
        @Nullable Tape tape = Tape.current();
        @Nullable Tape follows = tape != null && tape.number(table) >= 0 ? tape : null;
        return Tensor.deferred(
                shape, table.type(), new DeferredRows(table, numbers, withoutGradient, follows));
    }

    /// Whether to work on a table's rows is clearly less than to work on all that were looked up.
    public static boolean fewRows(int tableRows, long lookedUp) {
        return tableRows <= lookedUp / 2;
    }

    /// The lookup that a tensor `[..., size]` stands for: one whose elements nobody has asked for,
    /// of a table that has not been updated since. Null if there is none, or if the tensor's
    /// gradient would not go to the table alone.
    public static @Nullable DeferredRows of(Tensor tensor) {
        if (!(tensor.deferred() instanceof DeferredRows rows)
                || rows.gathered != null
                || rows.version != rows.table.version()
                || tensor.rank() < 1
                || tensor.dim(-1) != rows.table.dim(1)) {
            return null;
        }
        @Nullable Tape tape = Tape.current();
        boolean followed = tape != null && tape.number(tensor) >= 0;
        return followed && tape != rows.tape ? null : rows;
    }

    /// The table, `[count, size]`; its elements may have changed, see [#copyTable].
    public Tensor table() {
        return table;
    }

    /// The row that gets no gradient; -1 for none.
    public int withoutGradient() {
        return withoutGradient;
    }

    /// Hands on the numbers of the rows, in the order of the looked up tensor's rows; for reading
    /// while the reader runs.
    public void readNumbers(Consumer<int[]> reader) {
        numbers.read(array -> reader.accept((int[]) array));
    }

    /// Copies the table as it was at the time of the lookup.
    public void copyTable(Object to) {
        rows.read(array -> System.arraycopy(array, 0, to, 0, table.size()));
    }

    /// The elements, copied at the first call.
    @Override
    public Object array() {
        @Nullable Object array = gathered;
        return array != null ? array : gather();
    }

    private synchronized Object gather() {
        if (gathered == null) {
            int run = table.dim(1);
            Object out =
                    StepMemory.isCurrent(lease)
                            ? table.type().allocateUnwritten(count * run)
                            : table.type().newArray(count * run);
            rows.read(from -> readNumbers(at -> Indexing.copyRows(from, at, run, out)));
            rows.release();
            numbers.release();
            gathered = out;
        }
        return Objects.requireNonNull(gathered);
    }
}
