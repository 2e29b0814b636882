package org.unroll.internal.plan;

import java.util.Arrays;

/// Instructions on places: what finds numbers and what they find. Numbers are kept as floating
/// ones; the elements they find may be of any type.
sealed interface NumberInstruction extends Instruction.Other {
    /// A row of the values that take part, and where it begins.
    record Row(Object x, int at, Object numbers, int numbersAt, Object out, int outAt) {
        /// The i-th number, checked.
        int number(int i, int count, String what) {
            double number = Typed.get(numbers, numbersAt + i);
            if (!(number >= 0 && number < count)) {
                throw new IllegalArgumentException(
                        "%s in a cell's step: index %d is not in [0, %d)"
                                .formatted(what, (int) number, count));
            }
            return (int) number;
        }

        void copy(int from, int to, int length) {
            System.arraycopy(x, at + from, out, outAt + to, length);
        }

        void clear(int length) {
            if (out instanceof double[] doubles) {
                Arrays.fill(doubles, outAt, outAt + length, 0);
            } else {
                Arrays.fill((float[]) out, outAt, outAt + length, 0);
            }
        }

        void add(int to, double value) {
            Typed.set(out, outAt + to, Typed.get(out, outAt + to) + value);
        }
    }

    Slot x();

    Slot numbers();

    void run(Row row);

    @Override
    default void run(Instruction.Rows at) {
        for (int row = 0; row < at.rows(); row++) {
            run(
                    new Row(
                            at.array(x()),
                            at.offset(x()) + row * x().stride(),
                            at.array(numbers()),
                            at.offset(numbers()) + row * numbers().stride(),
                            at.array(out()),
                            at.offset(out()) + row * out().stride()));
        }
    }

    /// The place of the first maximum, or of the first NaN, of each run.
    record Position(int length, Slot x, Slot out) implements NumberInstruction {
        @Override
        public Slot numbers() {
            return x;
        }

        @Override
        public long work() {
            return x.width();
        }

        @Override
        public void run(Row row) {
            var kernels = Typed.kernels(row.x);
            for (int i = 0; i < out.width(); i++) {
                int place = kernels.argMax(length, row.x, row.at + i * length);
                Typed.set(row.out, row.outAt + i, place);
            }
        }
    }

    /// Rows of a table that is the same for all.
    record TakeRows(int run, int tableRows, Slot x, Slot numbers, Slot out)
            implements NumberInstruction {
        @Override
        public void run(Row row) {
            for (int i = 0; i < numbers.width(); i++) {
                row.copy(row.number(i, tableRows, "rows") * run, i * run, run);
            }
        }
    }

    /// Of each run of `length` columns the `per` numbered ones.
    record Pick(int length, int per, Slot x, Slot numbers, Slot out) implements NumberInstruction {
        @Override
        public void run(Row row) {
            for (int i = 0; i < out.width(); i++) {
                row.copy(i / per * length + row.number(i, length, "gather"), i, 1);
            }
        }
    }

    /// Added to zeros at the places that [Pick] takes from.
    record Place(int length, int per, Slot x, Slot numbers, Slot out) implements NumberInstruction {
        @Override
        public void run(Row row) {
            row.clear(out.width());
            for (int i = 0; i < x.width(); i++) {
                row.add(
                        i / per * length + row.number(i, length, "gather"),
                        Typed.get(row.x, row.at + i));
            }
        }
    }

    /// For each number a run of zeros with 1 at its place.
    record OneHot(int classes, Slot x, Slot out) implements NumberInstruction {
        @Override
        public Slot numbers() {
            return x;
        }

        @Override
        public void run(Row row) {
            row.clear(out.width());
            for (int i = 0; i < x.width(); i++) {
                row.add(i * classes + row.number(i, classes, "oneHot"), 1);
            }
        }
    }
}
