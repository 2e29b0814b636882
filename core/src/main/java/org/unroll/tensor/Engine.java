package org.unroll.tensor;

import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;

/// The kernels of a type, seen as kernels over plain objects: tensors of both types share their
/// code.
final class Engine {
    private Engine() {}

    @SuppressWarnings("unchecked") // an array's type and its tensor's always agree
    static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                switch (type) {
                    case FLOAT32 -> KernelChoice.float32();
                    case FLOAT64 -> KernelChoice.float64();
                    case INT32 ->
                            throw new IllegalArgumentException(
                                    "arithmetic wants float32 or float64 tensors but got int32;"
                                            + " convert with to(DType)");
                };
        return (Kernels<Object>) kernels;
    }
}
