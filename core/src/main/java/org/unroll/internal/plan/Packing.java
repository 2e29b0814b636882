package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.tensor.Tensor;

/// Packs matrices that are put together of rectangles of weights, all of them in one go of the
/// threads: a weight that was just updated would else keep one of them from computing.
final class Packing {
    /// Numbers that are worth another thread.
    private static final int GRAIN = 1 << 15;

    /// A matrix and the array that it is packed into.
    ///
    /// @param apart whether no two rectangles share a row of a packed panel, so that each can be
    ///   packed by itself
    private record Work(PackedWeights.Wanted matrix, Object packed, boolean apart) {
        Panel panel() {
            return matrix.panel();
        }

        Kernels<Object> kernels() {
            return matrix.kernels();
        }

        /// The columns of a packed panel.
        int unit() {
            return matrix.kernels().panelColumns();
        }

        long numbers() {
            return (long) panel().rows() * panel().columns();
        }
    }

    private final List<Work> all = new ArrayList<>();

    void add(PackedWeights.Wanted matrix, Object packed) {
        int unit = matrix.kernels().panelColumns();
        int columns = matrix.panel().columns();
        boolean apart =
                matrix.panel().patches().stream()
                        .allMatch(patch ->
                                isBorder(patch.column(), unit, columns)
                                        && isBorder(
                                                patch.column() + patch.columns(), unit, columns));
        all.add(new Work(matrix, packed, apart));
    }

    private static boolean isBorder(int column, int unit, int columns) {
        return column % unit == 0 || column == columns;
    }

    /// Packs all that was added.
    void run() {
        long total = all.stream().mapToLong(Work::numbers).sum();
        int most = 8 * Parallel.threads(); // so that a thread that is held up leaves work to others
        int parts = Math.clamp(total / GRAIN, 1, most);
        Parallel.parts(parts, part -> run(total * part / parts, total * (part + 1) / parts));
    }

    /// Packs what begins in `[from, to)` of all numbers laid end to end.
    private void run(long from, long to) {
        long before = 0;
        for (Work work : all) {
            long next = before + work.numbers();
            if (!work.apart && from <= before && before < to) {
                together(work);
            } else if (work.apart && before < to && from < next) {
                columns(work, from - before, to - before);
            }
            before = next;
        }
    }

    /// Packs what begins in `[from, to)` of a matrix's rectangles laid end to end, by whole panels.
    private static void columns(Work work, long from, long to) {
        long before = 0;
        for (Panel.Patch patch : work.panel().patches()) {
            long panel = Math.max(1, (long) patch.rows() * work.unit());
            long first = Math.max(0, Math.ceilDiv(from - before, panel)) * work.unit();
            long last = Math.max(0, Math.ceilDiv(to - before, panel)) * work.unit();
            int columns = patch.columns();
            columns(work, patch, (int) Math.min(columns, first), (int) Math.min(columns, last));
            before += (long) patch.rows() * columns;
        }
    }

    /// Packs columns of a rectangle, panel by panel, since there may be other rows above and below.
    private static void columns(Work work, Panel.Patch patch, int from, int to) {
        Kernels<Object> kernels = work.kernels();
        Tensor weight = work.matrix.weights().get(patch.tensor());
        int rowStride = patch.transposed() ? 1 : weight.dim(1);
        int columnStride = patch.transposed() ? weight.dim(1) : 1;
        for (int j = from; j < to; j += work.unit()) {
            int width = Math.min(work.unit(), to - j);
            kernels.pack(
                    patch.rows(),
                    width,
                    weight.array(),
                    offset(patch, weight.dim(1)) + j * columnStride,
                    rowStride,
                    columnStride,
                    work.packed,
                    (patch.column() + j) * work.panel().rows()
                            + kernels.packedLength(patch.row(), width));
        }
    }

    private static int offset(Panel.Patch patch, int width) {
        return patch.transposed()
                ? patch.fromColumn() * width + patch.fromRow()
                : patch.fromRow() * width + patch.fromColumn();
    }

    /// Puts the matrix together first.
    private static void together(Work work) {
        Kernels<Object> kernels = work.kernels();
        Panel panel = work.panel();
        int width = panel.columns();
        int length = panel.rows() * width;
        Object whole = kernels.borrow(length);
        for (Panel.Patch patch : panel.patches()) {
            copy(kernels, patch, work.matrix.weights().get(patch.tensor()), whole, width);
        }
        kernels.pack(panel.rows(), width, whole, 0, width, 1, work.packed, 0);
        kernels.giveBack(whole);
    }

    private static void copy(
            Kernels<Object> kernels, Panel.Patch patch, Tensor from, Object to, int width) {
        int at = patch.row() * width + patch.column();
        int stride = from.dim(1);
        Object array = from.array();
        int offset = offset(patch, stride);
        if (patch.transposed()) {
            kernels.transpose(patch.columns(), patch.rows(), array, offset, stride, to, at, width);
        } else {
            kernels.copy(patch.rows(), patch.columns(), array, offset, stride, to, at, width);
        }
    }
}
