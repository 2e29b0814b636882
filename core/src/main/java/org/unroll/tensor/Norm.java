package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;

/// The Euclidean norm over several tensors together, in one pass divided over the threads.
///
/// The sum is made of stretches of fixed length, each summed by the kernels' fixed order, added up
/// in order: its bits do not depend on the threads.
final class Norm {
    /// Numbers of one stretch: a multiple of the block that the kernels sum squares by.
    private static final int STRETCH = 1 << 15;

    private Norm() {}

    /// @param limit the norm is that of the tensors with each number brought into `[-limit, limit]`
    static double of(List<Tensor> tensors, double limit) {
        List<Tensor> numbers = tensors.stream().map(Norm::withoutZeros).toList();
        double squares = squares(numbers, limit);
        return Double.isFinite(squares) ? Math.sqrt(squares) : ofHuge(numbers, limit);
    }

    private static Tensor withoutZeros(Tensor tensor) {
        @Nullable SparseRows sparse = SparseRows.of(tensor);
        return sparse == null ? tensor : sparse.rows();
    }

    private static double squares(List<Tensor> tensors, double limit) {
        int[] first = new int[tensors.size() + 1]; // stretch of each tensor
        for (int i = 0; i < tensors.size(); i++) {
            first[i + 1] = first[i] + Math.ceilDiv(tensors.get(i).size(), STRETCH);
        }
        double[] sums = new double[first[tensors.size()]];
        Parallel.ranges(
                sums.length,
                (from, to) -> {
                    int i = 0;
                    for (int stretch = from; stretch < to; stretch++) {
                        while (stretch >= first[i + 1]) {
                            i++;
                        }
                        Tensor tensor = tensors.get(i);
                        int start = (stretch - first[i]) * STRETCH;
                        int end = (int) Math.min(tensor.size(), (long) start + STRETCH);
                        sums[stretch] = squares(tensor, start, end, limit);
                    }
                });
        double sum = 0;
        for (double part : sums) {
            sum += part;
        }
        return sum;
    }

    private static double squares(Tensor tensor, int from, int to, double limit) {
        Kernels<Object> kernels = Engine.kernels(tensor.type());
        if (limit == Double.POSITIVE_INFINITY) {
            return kernels.sumOfSquares(from, to, tensor.array());
        }
        int n = to - from;
        Object limited = kernels.allocate(n);
        Object bound = kernels.allocate(1);
        kernels.set(bound, 0, limit);
        Object x = tensor.array();
        kernels.binary(Binary.MINIMUM, 1, n, x, from, n, 1, bound, 0, 0, 0, limited, 0, n);
        kernels.set(bound, 0, -limit);
        kernels.binary(Binary.MAXIMUM, 1, n, limited, 0, n, 1, bound, 0, 0, 0, limited, 0, n);
        return kernels.sumOfSquares(0, n, limited);
    }

    /// The norm of tensors whose squares overflow: scaled by the largest.
    private static double ofHuge(List<Tensor> tensors, double limit) {
        double largest = 0;
        for (Tensor tensor : tensors) {
            for (int i = 0; i < tensor.size(); i++) {
                largest = Math.max(largest, Math.min(Math.abs(tensor.element(i)), limit));
            }
        }
        if (!Double.isFinite(largest)) {
            return largest;
        }
        double squares = 0;
        for (Tensor tensor : tensors) {
            for (int i = 0; i < tensor.size(); i++) {
                double scaled = Math.min(Math.abs(tensor.element(i)), limit) / largest;
                squares += scaled * scaled;
            }
        }
        return largest * Math.sqrt(squares);
    }
}
