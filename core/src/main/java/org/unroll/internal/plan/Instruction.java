package org.unroll.internal.plan;

import java.util.List;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.Unary;

/// One kernel call on some rows. Which rows is said when it runs; where they are is known before.
sealed interface Instruction {
    /// The rows at which a run stands: `rows` of a block's, from this one on. Whether a loop stands
    /// at one timestep or the rows are those of many, the timestep and the caller's row of row `i`
    /// are `block.step(row + i)` and `block.batchRow(row + i)`.
    ///
    /// @param arrays the group's buffers, constants and packed weights, by number
    /// @param row the first row, counted from the block's first
    /// @param rows how many rows
    record Rows(Kernels<Object> kernels, Object[] arrays, Block block, int row, int rows) {
        /// The same rows with the kernels of another type.
        Rows with(Kernels<Object> others) {
            return new Rows(others, arrays, block, row, rows);
        }

        Object array(Slot slot) {
            return arrays[slot.buffer()];
        }

        int offset(Slot slot) {
            return slot.offset(block.sequenceRow(), row);
        }
    }

    /// What is not an elementwise kernel or a product; each in a file of its own.
    non-sealed interface Other extends Instruction {}

    void run(Rows at);

    Slot out();

    /// About how many elementary operations this is for a row.
    default long work() {
        return out().width();
    }

    record Map(Unary function, Slot x, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            at.kernels.unary(
                    function,
                    at.rows,
                    out.width(),
                    at.array(x),
                    at.offset(x),
                    x.stride(),
                    at.array(out),
                    at.offset(out),
                    out.stride());
        }
    }

    record Combine(Binary function, Slot a, Slot b, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            at.kernels.binary(
                    function,
                    at.rows,
                    out.width(),
                    at.array(a),
                    at.offset(a),
                    a.stride(),
                    a.columnStep(out.width()),
                    at.array(b),
                    at.offset(b),
                    b.stride(),
                    b.columnStep(out.width()),
                    at.array(out),
                    at.offset(out),
                    out.stride());
        }
    }

    record Choose(Slot mask, Slot a, Slot b, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            at.kernels.select(
                    at.rows,
                    out.width(),
                    at.array(mask),
                    at.offset(mask),
                    mask.stride(),
                    mask.columnStep(out.width()),
                    at.array(a),
                    at.offset(a),
                    a.stride(),
                    a.columnStep(out.width()),
                    at.array(b),
                    at.offset(b),
                    b.stride(),
                    b.columnStep(out.width()),
                    at.array(out),
                    at.offset(out),
                    out.stride());
        }
    }

    record Copy(Slot x, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            if (x.columnStep(out.width()) == 0) { // the larger of a number and itself: the number
                new Combine(Binary.MAXIMUM, x, x, out).run(at);
                return;
            }
            at.kernels.copy(
                    at.rows,
                    out.width(),
                    at.array(x),
                    at.offset(x),
                    x.stride(),
                    at.array(out),
                    at.offset(out),
                    out.stride());
        }
    }

    /// Copies the rows of a table by their numbers.
    record Gather(Slot table, int numbers, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            int[] numbers = (int[]) at.arrays[this.numbers];
            Object from = at.array(table);
            Object to = at.array(out);
            int first = at.block.place() + at.row;
            int offset = at.offset(out);
            for (int i = 0; i < at.rows; i++) {
                System.arraycopy(
                        from,
                        table.offset(0, numbers[first + i]),
                        to,
                        offset + i * out.stride(),
                        out.width());
            }
        }
    }

    /// Sets columns to zero.
    record Clear(Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            for (int row = 0; row < at.rows; row++) {
                int from = at.offset(out) + row * out.stride();
                at.kernels.fill(at.array(out), from, from + out.width(), 0);
            }
        }
    }

    /// out = a · W, or out += a · W, where the packed W is a buffer of its own.
    record Multiply(Slot a, int packed, Slot out, Start start) implements Instruction {
        @Override
        public long work() {
            return (long) a.width() * out.width() / 8; // eight or more at once
        }

        @Override
        public void run(Rows at) {
            at.kernels.multiply(
                    at.rows,
                    out.width(),
                    a.width(),
                    at.array(a),
                    at.offset(a),
                    a.stride(),
                    1,
                    at.arrays[packed],
                    0,
                    at.array(out),
                    at.offset(out),
                    out.stride(),
                    start);
        }
    }

    /// Some panels of a product's columns.
    ///
    /// @param panels their numbers, in the order in which they are computed; a narrower one is last
    /// @param unit the columns of a panel
    record MultiplyPanels(Multiply product, int[] panels, int unit) implements Instruction {
        /// The order is turned by so many: less than a part of the cache, and side by side.
        private static final int TOGETHER = 2;

        /// The same panels from the last ones to the first. A product that runs at every timestep
        /// begins where it ended the last time: of weights larger than a cache, a part is still
        /// there then, where in one and the same order each weight would have been driven out by
        /// those after it just before it is read again.
        MultiplyPanels returning() {
            int last = panels.length - 1;
            boolean narrow = (panels[last] + 1) * unit > product.out.width();
            int whole = (narrow ? last : panels.length) / TOGETHER * TOGETHER;
            int[] order = panels.clone();
            for (int i = 0; i < whole; i += TOGETHER) {
                System.arraycopy(panels, i, order, whole - TOGETHER - i, TOGETHER);
            }
            return new MultiplyPanels(product, order, unit);
        }

        @Override
        public Slot out() {
            return product.out;
        }

        @Override
        public long work() {
            return (long) product.a.width() * panels.length * unit / 8;
        }

        @Override
        public void run(Rows at) {
            Slot a = product.a;
            Slot out = product.out;
            at.kernels.multiplyPanels(
                    at.rows,
                    out.width(),
                    a.width(),
                    at.array(a),
                    at.offset(a),
                    a.stride(),
                    at.arrays[product.packed],
                    at.array(out),
                    at.offset(out),
                    out.stride(),
                    product.start,
                    panels);
        }
    }

    /// A random mask, drawn as a [MaskSource] says that is a buffer of its own.
    record Draw(int source, Slot out) implements Instruction {
        @Override
        public long work() {
            return 4L * out.width();
        }

        @Override
        public void run(Rows at) {
            ((MaskSource) at.arrays[source]).fill(at, out);
        }
    }

    /// Rows of the group, repeated for each timestep of a block.
    record Repeat(Slot rows, Slot out) implements Instruction {
        @Override
        public void run(Rows at) {
            for (int i = 0; i < at.rows; i++) {
                int row = at.block.groupRow(at.row + i);
                System.arraycopy(
                        at.array(rows),
                        rows.column() + row * rows.stride(),
                        at.array(out),
                        at.offset(out) + i * out.stride(),
                        out.width());
            }
        }
    }

    static void runAll(List<Instruction> instructions, Rows at) {
        for (Instruction instruction : instructions) {
            instruction.run(at);
        }
    }
}
