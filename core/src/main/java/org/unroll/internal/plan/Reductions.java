package org.unroll.internal.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.PackedProduct;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Start;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The sums over all rows and timesteps, which are gradients of weights, added up block by block.
/// Threads divide the elements of the sums, never what is summed: the order of every sum is the
/// order of the blocks.
final class Reductions {
    /// Multiply-adds below which one thread is faster than waking another.
    private static final long ALONE = 2_000_000;

    /// Rows of a sum are divided in multiples of this, which the kernels' tiles divide.
    private static final int UNIT = 8;

    private final Plan.Backward backward;
    private final Kernels<Object> kernels;
    private final SequencedMap<Value, Object> sums = new LinkedHashMap<>();
    private Start start = Start.ZERO;

    /// @param table the table behind the input, if there is one
    Reductions(Plan.Backward backward, Kernels<Object> kernels, @Nullable TableRun table) {
        backward.byRow().forEach(sum -> Objects.requireNonNull(table).clear(slot(backward, sum)));
        this.backward = backward;
        this.kernels = kernels;
        for (Value value : backward.reductions().values()) {
            sums.computeIfAbsent(whole(value), sum -> kernels.allocate(rows(sum) * columns(sum)));
        }
    }

    private static Value whole(Value value) {
        return value.rule instanceof Value.PartOf ? value.inputs.getFirst() : value;
    }

    private Slot slot(Value operand) {
        return slot(backward, operand);
    }

    private static Slot slot(Plan.Backward backward, Value operand) {
        return Objects.requireNonNull(backward.slots().get(operand));
    }

    /// Whether the rows of a table are summed over, not those of the batch.
    private static boolean isOverTable(Value sum) {
        return sum.inputs.getFirst().table;
    }

    private int rows(Value sum) {
        return slot(sum.inputs.getFirst()).width();
    }

    private int columns(Value sum) {
        return sum.rule instanceof Value.ReduceRows ? 1 : slot(sum.inputs.get(1)).width();
    }

    /// Adds a block of each of several groups, in this order.
    void add(List<ProgramRun.Task> tasks) {
        long work = 0;
        for (Value sum : sums.keySet()) {
            work += isOverTable(sum) ? 0 : (long) rows(sum) * columns(sum);
        }
        for (Value sum : backward.byRow()) {
            work += slot(sum).width();
        }
        work *= tasks.stream().mapToInt(ProgramRun.Task::rows).sum();
        Start from = start;
        start = Start.ADDEND;
        int parts = work < ALONE ? 1 : Parallel.threads();
        Parallel.parts(
                parts,
                part -> {
                    sums.forEach((sum, array) -> {
                        if (!isOverTable(sum)) {
                            add(sum, array, tasks, from, part, parts);
                        }
                    });
                    for (Value sum : backward.byRow()) {
                        addByRow(sum, tasks, part, parts);
                    }
                });
    }

    /// Adds to one of `parts` parts of the columns of a sum by row.
    private void addByRow(Value sum, List<ProgramRun.Task> tasks, int part, int parts) {
        Slot from = slot(sum.inputs.getFirst());
        Slot to = slot(sum);
        int left = (int) ((long) to.width() * part / parts);
        int columns = (int) ((long) to.width() * (part + 1) / parts) - left;
        for (ProgramRun.Task task : tasks) {
            Object[] arrays = task.arrays();
            int[] numbers = (int[]) arrays[backward.numbers()];
            int first = task.block().place();
            int at = offset(task, from) + left;
            for (int i = 0; i < task.rows(); i++) {
                kernels.addInto(
                        1,
                        columns,
                        arrays[from.buffer()],
                        at + i * from.stride(),
                        0,
                        arrays[to.buffer()],
                        to.offset(0, numbers[first + i]) + left,
                        0);
            }
        }
    }

    /// Sums over the rows of a table, when the sums by row are complete.
    void addTable(TableRun table) {
        sums.forEach((sum, array) -> {
            if (!isOverTable(sum)) {
                return;
            }
            Slot a = slot(sum.inputs.getFirst());
            if (sum.rule instanceof Value.ReduceRows) {
                kernels.columnSum(
                        table.rows,
                        a.width(),
                        table.array(a),
                        a.offset(0, 0),
                        a.stride(),
                        array,
                        0,
                        Start.ZERO);
                return;
            }
            Slot b = slot(sum.inputs.get(1));
            PackedProduct.multiply(
                    kernels,
                    a.width(),
                    b.width(),
                    table.rows,
                    table.array(a),
                    a.offset(0, 0),
                    1,
                    a.stride(),
                    table.array(b),
                    b.offset(0, 0),
                    b.stride(),
                    1,
                    array,
                    0,
                    b.width());
        });
    }

    /// Adds to one of `parts` parts of a sum.
    private void add(
            Value sum,
            Object array,
            List<ProgramRun.Task> tasks,
            Start first,
            int part,
            int parts) {
        int rows = rows(sum);
        int columns = columns(sum);
        boolean byRows = rows >= columns || rows / UNIT >= parts;
        int length = byRows ? rows : columns;
        int unit = byRows ? UNIT : kernels.panelColumns();
        int units = (length + unit - 1) / unit;
        int from = Math.min(length, units * part / parts * unit);
        int to = Math.min(length, units * (part + 1) / parts * unit);
        if (from == to) {
            return;
        }
        Start start = first;
        for (ProgramRun.Task task : tasks) {
            if (sum.rule instanceof Value.ReduceRows) {
                addColumns(sum, array, task, start, from, to);
            } else if (byRows) {
                addProduct(sum, array, task, start, from, to, 0, columns);
            } else {
                addProduct(sum, array, task, start, 0, rows, from, to);
            }
            start = Start.ADDEND;
        }
    }

    private static int offset(ProgramRun.Task task, Slot slot) {
        return slot.offset(task.block().sequenceRow(), 0);
    }

    private void addColumns(
            Value sum, Object array, ProgramRun.Task task, Start start, int from, int to) {
        Slot x = slot(sum.inputs.getFirst());
        kernels.columnSum(
                task.rows(),
                to - from,
                task.arrays()[x.buffer()],
                offset(task, x) + from,
                x.stride(),
                array,
                from,
                start);
    }

    /// Rows `[from, to)` and columns `[left, right)` of a product.
    private void addProduct(
            Value sum,
            Object array,
            ProgramRun.Task task,
            Start start,
            int from,
            int to,
            int left,
            int right) {
        Slot a = slot(sum.inputs.getFirst());
        Slot b = slot(sum.inputs.get(1));
        PackedProduct.multiply(
                kernels,
                to - from,
                right - left,
                task.rows(),
                task.arrays()[a.buffer()],
                offset(task, a) + from,
                1,
                a.stride(),
                task.arrays()[b.buffer()],
                offset(task, b) + left,
                b.stride(),
                1,
                array,
                from * b.width() + left,
                b.width(),
                start);
    }

    /// The sums as the recording has them, by recorded node.
    void store(RecordedStep step, Constants constants) {
        backward.reductions()
                .forEach((node, value) -> {
                    Shape shape = step.nodes().get(node).tensor().shape();
                    Value whole = whole(value);
                    Object array = Objects.requireNonNull(sums.get(whole));
                    constants.put(
                            node,
                            switch (value.rule) {
                                case Value.PartOf part -> part(part, array, whole.width, shape);
                                case Value.ReduceRows _ when shape.size() != value.width ->
                                        Tensor.wrap(array, Shape.of(value.width))
                                                .sum()
                                                .reshaped(shape.dims());
                                default -> Tensor.wrap(array, shape);
                            });
                });
    }

    private Tensor part(Value.PartOf part, Object whole, int width, Shape shape) {
        Object copy = kernels.allocate(shape.size());
        kernels.copy(
                part.rows(),
                part.columns(),
                whole,
                part.row() * width + part.column(),
                width,
                copy,
                0,
                part.columns());
        return Tensor.wrap(copy, shape);
    }
}
