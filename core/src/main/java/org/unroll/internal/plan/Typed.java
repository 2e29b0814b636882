package org.unroll.internal.plan;

import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.DType;

/// An instruction on values that are kept in another type than the plan's.
record Typed(Instruction inner) implements Instruction.Other {
    @Override
    public Slot out() {
        return inner.out();
    }

    @Override
    public long work() {
        return inner.work();
    }

    @Override
    public void run(Instruction.Rows at) {
        inner.run(at.with(kernels(at.array(inner.out()))));
    }

    /// The kernels for an array.
    @SuppressWarnings("unchecked") // by the array's own type
    static Kernels<Object> kernels(Object array) {
        Kernels<?> kernels =
                array instanceof double[] ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    /// The kernels for how a value is kept; null for the plan's own way.
    static Kernels<Object> kernels(@Nullable DType kept, Kernels<Object> plan) {
        return kept == null ? plan : kernels(kept);
    }

    /// The kernels of a floating type.
    @SuppressWarnings("unchecked") // arrays and kernels of one type
    static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT64 ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    static double get(Object array, int i) {
        return array instanceof double[] doubles ? doubles[i] : ((float[]) array)[i];
    }

    static void set(Object array, int i, double value) {
        if (array instanceof double[] doubles) {
            doubles[i] = value;
        } else {
            ((float[]) array)[i] = (float) value;
        }
    }
}
