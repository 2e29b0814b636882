package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Start;

/// Instructions that one kernel does at once, with the same bits: what is in between is then
/// neither written nor read. For a thread that runs all columns of a row; where columns are divided
/// over threads, each instruction is run by itself.
final class Merged {
    private Merged() {}

    /// The same instructions with such ones put together.
    ///
    /// @param others what else may read what these leave in buffers of one timestep
    static List<Instruction> of(List<Instruction> code, List<Instruction> others) {
        List<Instruction> merged = new ArrayList<>();
        for (Instruction instruction : code) {
            @Nullable Instruction last = merged.isEmpty() ? null : merged.getLast();
            if (last instanceof Instruction.Copy copy
                    && instruction instanceof Instruction.Multiply product
                    && isRowOf(copy, product)) {
                merged.set(merged.size() - 1, new OntoRow(copy.x(), product));
            } else {
                merged.add(instruction);
            }
        }
        List<Instruction> readers = new ArrayList<>(code);
        readers.addAll(others);
        for (int i = 0; i < merged.size(); i++) {
            if (merged.get(i) instanceof Instruction.Combine sum
                    && sum.function() == Binary.ADD
                    && sumOfProducts(merged, i, sum, readers)) {
                i -= 2;
            }
        }
        return merged;
    }

    private static boolean isRowOf(Instruction.Copy copy, Instruction.Multiply product) {
        return copy.x().place() == Slot.Place.CONSTANT
                && copy.x().stride() == 0
                && copy.x().width() == copy.out().width()
                && copy.out().equals(product.out())
                && product.start() == Start.ADDEND;
    }

    /// Takes the products out, if nothing but the sum reads them.
    private static boolean sumOfProducts(
            List<Instruction> code, int at, Instruction.Combine sum, List<Instruction> readers) {
        int first = product(code, at, sum.a());
        int second = product(code, at, sum.b());
        if (first < 0
                || second < 0
                || first == second
                || !isReadOnce(sum.a(), readers)
                || !isReadOnce(sum.b(), readers)) {
            return false;
        }
        Instruction.Combine left = (Instruction.Combine) code.get(first);
        Instruction.Combine right = (Instruction.Combine) code.get(second);
        code.set(at, new ProductSum(left, right, sum.out()));
        code.remove(Math.max(first, second));
        code.remove(Math.min(first, second));
        return true;
    }

    /// Where a term is computed as a product whose factors are still there at the sum; -1 if it is
    /// none.
    private static int product(List<Instruction> code, int sum, Slot term) {
        if (term.place() != Slot.Place.BATCH) {
            return -1;
        }
        for (int i = sum - 1; i >= 0; i--) {
            if (code.get(i).out().overlaps(term)) {
                return code.get(i) instanceof Instruction.Combine product
                                && product.function() == Binary.MULTIPLY
                                && product.out().equals(term)
                                && product.a().width() == term.width()
                                && product.b().width() == term.width()
                                && isKept(product.a(), code, i, sum)
                                && isKept(product.b(), code, i, sum)
                        ? i
                        : -1;
            }
        }
        return -1;
    }

    private static boolean isKept(Slot factor, List<Instruction> code, int from, int to) {
        for (int i = from + 1; i < to; i++) {
            if (code.get(i).out().overlaps(factor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isReadOnce(Slot slot, List<Instruction> readers) {
        int reads = 0;
        for (Instruction reader : readers) {
            @Nullable List<Slot> read = reads(reader);
            if (read == null) {
                return false;
            }
            for (Slot one : read) {
                reads += one.overlaps(slot) ? 1 : 0;
            }
        }
        return reads == 1;
    }

    /// What an instruction reads; null if that is not known here.
    private static @Nullable List<Slot> reads(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Map map -> List.of(map.x());
            case Instruction.Combine combine -> List.of(combine.a(), combine.b());
            case Instruction.Choose choose -> List.of(choose.mask(), choose.a(), choose.b());
            case Instruction.Copy copy -> List.of(copy.x());
            case Instruction.Multiply product -> List.of(product.a(), product.out());
            case Instruction.Clear _, Instruction.Draw _ -> List.of();
            case Instruction.Gather _, Instruction.Repeat _ -> List.of();
            default -> null;
        };
    }

    /// A product whose sums start from a row of constants.
    private record OntoRow(Slot addend, Instruction.Multiply product) implements Instruction.Other {
        @Override
        public Slot out() {
            return product.out();
        }

        @Override
        public long work() {
            return product.work();
        }

        @Override
        public void run(Rows at) {
            Slot a = product.a();
            Slot out = product.out();
            at.kernels()
                    .multiplyOntoRow(
                            at.rows(),
                            out.width(),
                            a.width(),
                            at.array(a),
                            at.offset(a),
                            a.stride(),
                            at.arrays()[product.packed()],
                            at.array(addend),
                            at.offset(addend),
                            at.array(out),
                            at.offset(out),
                            out.stride());
        }
    }

    /// The sum of two products of numbers.
    private record ProductSum(Instruction.Combine left, Instruction.Combine right, Slot out)
            implements Instruction.Other {
        @Override
        public void run(Rows at) {
            Slot x = left.a();
            Slot y = left.b();
            Slot u = right.a();
            Slot v = right.b();
            at.kernels()
                    .sumOfProducts(
                            at.rows(),
                            out.width(),
                            at.array(x),
                            at.offset(x),
                            x.stride(),
                            at.array(y),
                            at.offset(y),
                            y.stride(),
                            at.array(u),
                            at.offset(u),
                            u.stride(),
                            at.array(v),
                            at.offset(v),
                            v.stride(),
                            at.array(out),
                            at.offset(out),
                            out.stride());
        }
    }
}
