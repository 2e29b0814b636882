package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.Recording;

/// The right operand of a product: a matrix put together of rectangles of captured tensors. What a
/// step slices, transposes or concatenates of its weights before it multiplies with them, and what
/// the planner divides and joins, is only another list of rectangles: nothing is copied until the
/// whole is packed for the kernels, once per version of the weights.
///
/// @param patches they cover the matrix, and do not overlap
record Panel(int rows, int columns, List<Patch> patches) {
    /// A rectangle of a tensor, which is transposed first if so.
    ///
    /// @param tensor the tensor's recorded node
    /// @param fromRow where it begins in the tensor, as transposed
    /// @param row where it begins in the panel
    record Patch(
            int tensor,
            boolean transposed,
            int fromRow,
            int fromColumn,
            int rows,
            int columns,
            int row,
            int column) {
        @SuppressWarnings("ArgumentSelectionDefectChecker") // rows become columns
        private Patch flipped() {
            return new Patch(tensor, !transposed, fromColumn, fromRow, columns, rows, column, row);
        }

        private Patch moved(int down, int right) {
            return new Patch(
                    tensor,
                    transposed,
                    fromRow,
                    fromColumn,
                    rows,
                    columns,
                    row + down,
                    column + right);
        }

        private boolean isContinuedBy(Patch below) {
            return below.tensor == tensor
                    && below.transposed == transposed
                    && below.fromRow == fromRow + rows
                    && below.fromColumn == fromColumn
                    && below.columns == columns
                    && below.row == row + rows
                    && below.column == column;
        }

        private Patch ofRows(int count) {
            return new Patch(tensor, transposed, fromRow, fromColumn, count, columns, row, column);
        }

        /// What of it lies in these rows of the panel, which become the panel's first ones.
        private Patch clipped(int from, int to) {
            int first = Math.max(row, from);
            int end = Math.max(first, Math.min(row + rows, to));
            return new Patch(
                    tensor,
                    transposed,
                    fromRow + first - row,
                    fromColumn,
                    end - first,
                    columns,
                    first - from,
                    column);
        }

        /// The same rectangle of another tensor.
        Patch of(int other) {
            return new Patch(other, transposed, fromRow, fromColumn, rows, columns, row, column);
        }
    }

    Panel {
        patches = List.copyOf(patches);
    }

    /// The matrix of a recorded node that does not depend on rows.
    static Panel of(List<Recording.Node> nodes, int number) {
        Recording.Node node = nodes.get(number);
        List<Integer> from = node.inputs();
        return switch (node.operation()) {
            case Arrangement.Slice slice when isMatrix(nodes, from) ->
                    slice.axis() == 0
                            ? of(nodes, from.getFirst()).rows(slice.from(), slice.to())
                            : of(nodes, from.getFirst()).columns(slice.from(), slice.to());
            case Arrangement.Permute permute when permute.axes().equals(List.of(1, 0)) ->
                    of(nodes, from.getFirst()).transposed();
            case Arrangement.Concatenate concatenate when isMatrix(nodes, from) -> {
                List<Panel> parts = from.stream().map(part -> of(nodes, part)).toList();
                yield concatenate.axis() == 0 ? stacked(parts) : beside(parts);
            }
            case Arrangement.Detach _ when isMatrix(nodes, from) -> of(nodes, from.getFirst());
            case null, default -> whole(number, node.tensor().dim(0), node.tensor().dim(1));
        };
    }

    private static boolean isMatrix(List<Recording.Node> nodes, List<Integer> numbers) {
        return numbers.stream().allMatch(number -> nodes.get(number).tensor().rank() == 2);
    }

    /// All of a tensor.
    static Panel whole(int tensor, int rows, int columns) {
        return new Panel(
                rows, columns, List.of(new Patch(tensor, false, 0, 0, rows, columns, 0, 0)));
    }

    Panel transposed() {
        return new Panel(columns, rows, patches.stream().map(Patch::flipped).toList());
    }

    /// The rows `[from, to)`.
    Panel rows(int from, int to) {
        return new Panel(
                to - from,
                columns,
                patches.stream()
                        .map(patch -> patch.clipped(from, to))
                        .filter(patch -> patch.rows > 0 || from == to)
                        .toList());
    }

    /// The columns `[from, to)`.
    Panel columns(int from, int to) {
        return transposed().rows(from, to).transposed();
    }

    /// One below the other.
    static Panel stacked(List<Panel> parts) {
        List<Patch> patches = new ArrayList<>();
        int rows = 0;
        for (Panel part : parts) {
            for (Patch patch : part.patches) {
                add(patches, patch.moved(rows, 0));
            }
            rows += part.rows;
        }
        return new Panel(rows, parts.getFirst().columns, patches);
    }

    /// Neighbours that are neighbours in their tensor are one.
    private static void add(List<Patch> patches, Patch patch) {
        for (int i = 0; i < patches.size(); i++) {
            Patch above = patches.get(i);
            if (above.isContinuedBy(patch)) {
                patches.set(i, above.ofRows(above.rows + patch.rows));
                return;
            }
        }
        patches.add(patch);
    }

    /// One beside the other.
    static Panel beside(List<Panel> parts) {
        return stacked(parts.stream().map(Panel::transposed).toList()).transposed();
    }

    /// The tensors that it is made of, each once.
    List<Integer> tensors() {
        return patches.stream().map(Patch::tensor).distinct().toList();
    }

    /// The same with each tensor known by its place among [#tensors]: what two recordings that use
    /// the same weights in the same way have in common.
    Panel numbered() {
        List<Integer> tensors = tensors();
        return new Panel(
                rows,
                columns,
                patches.stream().map(patch -> patch.of(tensors.indexOf(patch.tensor))).toList());
    }
}
