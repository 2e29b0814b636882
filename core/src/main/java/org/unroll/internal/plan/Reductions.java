package org.unroll.internal.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.UnpackedProduct;
import org.unroll.tensor.Algebra;
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
            sums.computeIfAbsent(
                    whole(value), sum -> ResultArrays.of(kernels(sum), rows(sum) * columns(sum)));
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

    private Kernels<Object> kernels(Value sum) {
        return Typed.kernels(sum.kept, kernels);
    }

    private int rows(Value sum) {
        return sum.rule instanceof Value.ReduceIntoRows into
                ? into.tableRows()
                : slot(sum.inputs.getFirst()).width() / blocks(sum);
    }

    private int columns(Value sum) {
        return switch (sum.rule) {
            case Value.ReduceRows _, Value.ReduceRowProducts _ -> 1;
            case Value.ReduceIntoRows into -> into.run();
            default -> slot(sum.inputs.get(1)).width() / blocks(sum);
        };
    }

    private static int blocks(Value sum) {
        return sum.rule instanceof Value.ReduceBlocks(int blocks) ? blocks : 1;
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
            UnpackedProduct.multiply(
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
        int unit = byRows ? UNIT : kernels(sum).panelColumns();
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
            } else if (sum.rule instanceof Value.ReduceRowProducts) {
                addRowProducts(sum, array, task, start, from, to);
            } else if (sum.rule instanceof Value.ReduceIntoRows into) {
                addIntoRows(
                        sum,
                        into,
                        array,
                        task,
                        start,
                        byRows ? new Part(from, to, 0, columns) : new Part(0, rows, from, to));
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
        kernels(sum)
                .columnSum(
                        task.rows(),
                        to - from,
                        task.arrays()[x.buffer()],
                        offset(task, x) + from,
                        x.stride(),
                        array,
                        from,
                        start);
    }

    private void addRowProducts(
            Value sum, Object array, ProgramRun.Task task, Start start, int from, int to) {
        Slot x = slot(sum.inputs.get(0));
        Slot y = slot(sum.inputs.get(1));
        kernels(sum)
                .columnProductSum(
                        task.rows(),
                        to - from,
                        task.arrays()[x.buffer()],
                        offset(task, x) + from,
                        x.stride(),
                        task.arrays()[y.buffer()],
                        offset(task, y) + from,
                        y.stride(),
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
        int width = columns(sum);
        Start first = start;
        for (int i = 0; i < blocks(sum); i++) {
            UnpackedProduct.multiply(
                    kernels(sum),
                    to - from,
                    right - left,
                    task.rows(),
                    task.arrays()[a.buffer()],
                    offset(task, a) + i * rows(sum) + from,
                    1,
                    a.stride(),
                    task.arrays()[b.buffer()],
                    offset(task, b) + i * width + left,
                    b.stride(),
                    1,
                    array,
                    from * width + left,
                    width,
                    first);
            first = Start.ADDEND;
        }
    }

    /// Rows `[from, to)` and columns `[left, right)` of a sum.
    private record Part(int from, int to, int left, int right) {
        int width() {
            return right - left;
        }
    }

    /// Adds each row's runs to the rows of the table that its numbers say.
    private void addIntoRows(
            Value sum,
            Value.ReduceIntoRows into,
            Object array,
            ProgramRun.Task task,
            Start start,
            Part part) {
        Kernels<Object> kernels = kernels(sum);
        int run = into.run();
        if (start == Start.ZERO) {
            for (int row = part.from; row < part.to; row++) {
                kernels.fill(array, row * run + part.left, row * run + part.right, 0);
            }
        }
        Slot x = slot(sum.inputs.get(0));
        Slot numbers = slot(sum.inputs.get(1));
        for (int row = 0; row < task.rows(); row++) {
            int from = offset(task, x) + row * x.stride();
            int at = offset(task, numbers) + row * numbers.stride();
            for (int i = 0; i < numbers.width(); i++) {
                int number = (int) Typed.get(task.arrays()[numbers.buffer()], at + i);
                if (number >= part.from && number < part.to && number != into.skipped()) {
                    kernels.addInto(
                            1,
                            part.width(),
                            task.arrays()[x.buffer()],
                            from + i * run + part.left,
                            run,
                            array,
                            number * run + part.left,
                            run);
                }
            }
        }
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
                                case Value.ReduceRows _, Value.ReduceRowProducts _ ->
                                        rowsSum(step, node, array);
                                default -> Tensor.wrap(array, shape);
                            });
                });
    }

    /// A sum of rows is summed on to its shape. The gradient of a tensor that the step made with
    /// equal rows goes to its first row: who made it adds them up.
    private Tensor rowsSum(RecordedStep step, int node, Object array) {
        Shape shape = step.nodes().get(node).tensor().shape();
        if (backward.made().contains(node)) {
            return Tensor.wrap(array, shape.with(0, 1)).padded(0, 0, shape.dim(0) - 1);
        }
        int of = step.nodes().get(node).inputs().getFirst();
        Tensor sum = Tensor.wrap(array, step.nodes().get(of).tensor().shape().with(0, 1));
        return new Algebra.SumTo(shape).compute(List.of(sum), shape);
    }

    private static Tensor part(Value.PartOf part, Object whole, int width, Shape shape) {
        Kernels<Object> kernels = Typed.kernels(whole);
        Object copy = ResultArrays.of(kernels, shape.size());
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
