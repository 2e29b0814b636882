package org.unroll.internal.plan;

import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Arrays for what a run hands out: in a training step they come from its memory
/// ([org.unroll.tensor.StepMemory]). What is kept from run to run, such as workspaces and packed
/// weights, must not be asked for here, but of [Kernels#allocate].
final class ResultArrays {
    private ResultArrays() {}

    /// An array of zeros, for a tensor of this length. On the thread that called the engine.
    static Object of(Kernels<?> kernels, int length) {
        DType type = kernels.equals(KernelChoice.float64()) ? DType.FLOAT64 : DType.FLOAT32;
        return Tensor.zeros(type, length).array();
    }
}
