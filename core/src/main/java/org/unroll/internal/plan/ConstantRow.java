package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Tensor;

/// Numbers that are the same for all rows: sums of captured rows, such as a cell's biases, side by
/// side.
record ConstantRow(List<Part> parts) {
    /// Some columns: the sum of these.
    record Part(int width, List<Range> addends) {
        Part {
            addends = List.copyOf(addends);
        }

        /// Both as one, if the next one's elements follow this one's; else null.
        private @Nullable Part with(Part next) {
            boolean follows = addends.size() == next.addends.size() && !addends.isEmpty();
            for (int i = 0; follows && i < addends.size(); i++) {
                Range mine = addends.get(i);
                Range theirs = next.addends.get(i);
                follows = mine.tensor == theirs.tensor && mine.from + width == theirs.from;
            }
            return follows ? new Part(width + next.width, addends) : null;
        }
    }

    /// Elements of a tensor from one on, or its only one repeated.
    record Range(int tensor, int from) {}

    ConstantRow {
        parts = List.copyOf(parts);
    }

    /// A recorded node of one row, or of a single number.
    static ConstantRow of(int tensor, int width) {
        return new ConstantRow(List.of(new Part(width, List.of(new Range(tensor, 0)))));
    }

    static ConstantRow zeros(int width) {
        return new ConstantRow(List.of(new Part(width, List.of())));
    }

    int width() {
        return parts.stream().mapToInt(Part::width).sum();
    }

    /// The columns `[from, to)`.
    ConstantRow columns(int from, int to) {
        List<Part> some = new ArrayList<>();
        int at = 0;
        for (Part part : parts) {
            int first = Math.max(from - at, 0);
            int end = Math.min(to - at, part.width);
            if (first < end) {
                some.add(
                        new Part(
                                end - first,
                                part.addends.stream()
                                        .map(range -> new Range(range.tensor, range.from + first))
                                        .toList()));
            }
            at += part.width;
        }
        return new ConstantRow(some);
    }

    static ConstantRow beside(List<ConstantRow> rows) {
        List<Part> parts = new ArrayList<>();
        for (ConstantRow row : rows) {
            for (Part part : row.parts) {
                @Nullable Part longer = parts.isEmpty() ? null : parts.getLast().with(part);
                if (longer == null) {
                    parts.add(part);
                } else {
                    parts.set(parts.size() - 1, longer);
                }
            }
        }
        return new ConstantRow(parts);
    }

    /// Both added up; they have one width.
    ConstantRow plus(ConstantRow other) {
        List<Part> sums = new ArrayList<>();
        int at = 0;
        int width = width();
        while (at < width) {
            Part mine = columns(at, width).parts.getFirst();
            Part theirs = other.columns(at, width).parts.getFirst();
            List<Range> addends = new ArrayList<>(mine.addends);
            addends.addAll(theirs.addends);
            sums.add(new Part(Math.min(mine.width, theirs.width), addends));
            at += sums.getLast().width;
        }
        return new ConstantRow(sums);
    }

    /// The numbers.
    Object of(Kernels<Object> kernels, IntFunction<Tensor> tensors) {
        Object to = kernels.allocate(width());
        int at = 0;
        for (Part part : parts) {
            for (Range range : part.addends) {
                Tensor tensor = tensors.apply(range.tensor);
                if (tensor.size() == 1) {
                    double number = tensor.item();
                    for (int i = at; i < at + part.width; i++) {
                        kernels.set(to, i, kernels.get(to, i) + number);
                    }
                } else {
                    kernels.addInto(
                            1, part.width, tensor.array(), range.from, 0, to, at, part.width);
                }
            }
            at += part.width;
        }
        return to;
    }
}
