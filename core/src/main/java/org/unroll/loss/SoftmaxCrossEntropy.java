package org.unroll.loss;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Unary;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Softmax, logarithm and mean as one function, with its derivative `(u_total softmax - u) /
/// divisor` for targets `u` ([SoftTargets]). With a vocabulary of many thousands the logits are the
/// largest tensor of a network, so nothing else of their size is made but their gradient.
///
/// The forward pass reads a block of rows that fits into the cache: it subtracts each row's
/// maximum, so that nothing overflows, takes the exponential, and sums up. If a gradient is wanted
/// the exponentials are left where it will be, and the backward pass only scales them and takes the
/// targets away. Rows are divided over the threads; each row is computed by itself and the rows'
/// losses are summed in one order, so bits do not depend on the threads.
final class SoftmaxCrossEntropy implements Autograd.CustomFunction {
    /// Numbers that are computed at once: they stay in the first-level cache.
    private static final int BLOCK = 1 << 12;

    private final SoftTargets targets;
    private final Selection selection;
    private final DType type;
    private final Shape shape;
    private final int classes;
    private final Kernels<Object> kernels;
    private final @Nullable Tensor gradient; // holds exponentials until the backward pass
    private final Object maxima;
    private final Object sums;
    private final Object losses;
    private final double[] totals; // of the targets of each place

    private SoftmaxCrossEntropy(SoftTargets targets, Tensor logits, boolean differentiated) {
        this.targets = targets;
        this.selection = targets.selection();
        this.type = logits.type();
        this.shape = logits.shape();
        this.classes = shape.dim(-1);
        this.kernels = kernels(type);
        this.gradient = differentiated ? Tensor.zeros(type, shape.dims()) : null;
        int count = selection.count();
        this.maxima = Tensor.zeros(type, count).array();
        this.sums = Tensor.zeros(type, count).array();
        this.losses = Tensor.zeros(type, count).array();
        this.totals = (double[]) Tensor.zeros(DType.FLOAT64, count).array();
    }

    @SuppressWarnings("unchecked") // an array's type and its tensor's always agree
    static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT64 ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    /// The mean over the places that count, a scalar of the logits' type.
    ///
    /// @param logits `[..., classes]`
    static Tensor of(Tensor logits, SoftTargets targets) {
        boolean differentiated = Autograd.follows(List.of(logits));
        var function = new SoftmaxCrossEntropy(targets, logits, differentiated);
        return Autograd.call(function, List.of(logits)).getFirst();
    }

    private void divided(Parallel.Range places) {
        Parallel.ranges(selection.count(), Math.max(1, 4 * BLOCK / Math.max(1, classes)), places);
    }

    // ---- forward ----

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        Object logits = inputs.getFirst().array();
        divided((from, to) -> forward(logits, from, to));
        int count = selection.count();
        kernels.rowSum(1, count, losses, 0, count, maxima, 0, 1);
        return List.of(Tensor.scalar(type, kernels.get(maxima, 0) / targets.divisor()));
    }

    private void forward(Object logits, int from, int to) {
        int most = Math.max(1, BLOCK / Math.max(1, classes));
        Object own = kernels.allocate(gradient == null ? most * classes : 0);
        Object row = kernels.allocate(targets.hasRows() ? 2 * classes : 0);
        for (int i = from; i < to; ) {
            int rows = selection.run(i, Math.min(most, to - i));
            int first = selection.place(i) * classes;
            Object shifted = gradient == null ? own : gradient.array();
            int at = gradient == null ? 0 : first;
            kernels.rowMax(rows, classes, logits, first, classes, maxima, i, 1);
            kernels.shiftRows(
                    rows, classes, logits, first, classes, maxima, i, shifted, at, classes);
            for (int r = 0; r < rows; r++) {
                addUp(i + r, shifted, at + r * classes, row);
            }
            kernels.unary(Unary.EXP, rows, classes, shifted, at, classes, shifted, at, classes);
            kernels.rowSum(rows, classes, shifted, at, classes, sums, i, 1);
            Object logarithms = maxima; // which are not needed any more
            kernels.unary(Unary.LOG, 1, rows, sums, i, rows, logarithms, i, rows);
            for (int r = i; r < i + rows; r++) {
                double loss = totals[r] * kernels.get(logarithms, r) - kernels.get(losses, r);
                kernels.set(losses, r, loss);
            }
            i += rows;
        }
    }

    /// `Σ u` and `Σ u (x - maximum)` of the i-th place.
    ///
    /// @param row room for two rows
    private void addUp(int i, Object shifted, int at, Object row) {
        double total = 0;
        double weighted = 0;
        int target = targets.at(i);
        if (target >= 0) {
            total = targets.weight(i);
            weighted = total * kernels.get(shifted, at + target);
        }
        if (targets.hasRows()) {
            int n = classes;
            Object u = targets.row(i, row);
            kernels.rowSum(1, n, u, 0, n, sums, i, 1);
            total += kernels.get(sums, i);
            kernels.binary(Binary.MULTIPLY, 1, n, u, 0, n, 1, shifted, at, n, 1, row, n, n);
            kernels.rowSum(1, n, row, n, n, sums, i, 1);
            weighted += kernels.get(sums, i);
        }
        totals[i] = total;
        kernels.set(losses, i, weighted);
    }

    // ---- backward ----

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        double scale =
                Objects.requireNonNull(outputGradients.getFirst()).item() / targets.divisor();
        Tensor result = Objects.requireNonNull(gradient);
        Object array = result.array();
        divided((from, to) -> backward(array, scale, from, to));
        return List.of(result);
    }

    private void backward(Object array, double scale, int from, int to) {
        Object scratch = kernels.allocate(targets.hasRows() ? classes : 0);
        for (int i = from; i < to; i++) {
            int at = selection.place(i) * classes;
            kernels.scale(at, at + classes, array, scale * totals[i] / kernels.get(sums, i));
            int target = targets.at(i);
            if (target >= 0) {
                double own = kernels.get(array, at + target);
                kernels.set(array, at + target, own - scale * targets.weight(i));
            }
            if (targets.hasRows()) {
                Object u = targets.row(i, scratch);
                kernels.addScaledInto(-scale, 1, classes, u, 0, classes, array, at, classes);
            }
        }
    }
}
