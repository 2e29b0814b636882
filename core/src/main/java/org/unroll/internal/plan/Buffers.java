package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;

/// The numbers of everything that a plan's instructions read and write.
final class Buffers {
    /// What a buffer holds.
    sealed interface Content {}

    /// Rows that the plan computes, in another type than the plan's if so.
    record Computed(Slot.Place place, int width, @Nullable DType kept) implements Content {}

    /// The elements of a recorded node that does not depend on rows.
    record Constant(int node) implements Content {}

    /// The same, repeated to fill a shape.
    record Stretched(int node, Shape to) implements Content {}

    /// Constants of one row, put together.
    record Joined(ConstantRow row) implements Content {}

    /// A constant matrix in the order of the kernels, known tensors being numbers of `tensors`.
    record Packed(Panel panel, List<Integer> tensors) implements Content {}

    /// How one of the step's masks is drawn.
    record Drawn(int index) implements Content {}

    /// Which row of the input's table each timestep has, `int[]`.
    record Numbers() implements Content {}

    private final List<Content> contents = new ArrayList<>();
    private final Map<Content, Integer> shared = new HashMap<>();

    /// A new buffer of rows.
    Slot rows(Slot.Place place, int width) {
        return rows(place, width, null);
    }

    /// A new buffer of rows of another type; null for the plan's own.
    Slot rows(Slot.Place place, int width, @Nullable DType kept) {
        contents.add(new Computed(place, width, kept));
        return new Slot(contents.size() - 1, place, width, 0, width);
    }

    Slot constant(int node, int width) {
        return new Slot(shared(new Constant(node)), Slot.Place.CONSTANT, 0, 0, width);
    }

    Slot stretched(int node, Shape to) {
        int width = to.size();
        return new Slot(shared(new Stretched(node, to)), Slot.Place.CONSTANT, 0, 0, width);
    }

    Slot joined(ConstantRow row) {
        return new Slot(shared(new Joined(row)), Slot.Place.CONSTANT, 0, 0, row.width());
    }

    int packed(Panel panel) {
        return shared(new Packed(panel.numbered(), panel.tensors()));
    }

    int drawn(int index) {
        return shared(new Drawn(index));
    }

    int numbers() {
        return shared(new Numbers());
    }

    private int shared(Content content) {
        return shared.computeIfAbsent(
                content,
                _ -> {
                    contents.add(content);
                    return contents.size() - 1;
                });
    }

    List<Content> contents() {
        return contents;
    }

    /// The numbers that a row of all buffers of a place has.
    int width(Slot.Place place) {
        int width = 0;
        for (Content content : contents) {
            if (content instanceof Computed computed && computed.place() == place) {
                width += computed.width();
            }
        }
        return width;
    }
}
