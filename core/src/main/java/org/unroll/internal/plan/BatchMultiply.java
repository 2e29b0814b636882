package org.unroll.internal.plan;

import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Start;

/// Products of the matrices that each row holds, as attention has them: the right one is packed for
/// the kernels at every row, which takes about as long as the product itself if the left one has a
/// single row.
record BatchMultiply(Value.BatchProduct product, Slot a, Slot b, Slot out)
        implements Instruction.Other {
    @Override
    public long work() {
        return (long) out.width() * product.k() / 8 + b.width();
    }

    @Override
    public void run(Instruction.Rows at) {
        int k = product.k();
        int n = product.n();
        Kernels<Object> kernels = at.kernels();
        Object packed = kernels.allocate(kernels.packedLength(k, n));
        for (int row = 0; row < at.rows(); row++) {
            for (int i = 0; i < product.count(); i++) {
                kernels.pack(
                        k,
                        n,
                        at.array(b),
                        at.offset(b) + row * b.stride() + i * k * n,
                        product.transposedRight() ? 1 : n,
                        product.transposedRight() ? k : 1,
                        packed,
                        0);
                multiply(at, packed, row, i);
            }
        }
    }

    private void multiply(Instruction.Rows at, Object packed, int row, int i) {
        int m = product.m();
        int k = product.k();
        int n = product.n();
        at.kernels()
                .multiply(
                        m,
                        n,
                        k,
                        at.array(a),
                        at.offset(a) + row * a.stride() + i * m * k,
                        product.transposedLeft() ? 1 : k,
                        product.transposedLeft() ? m : 1,
                        packed,
                        0,
                        at.array(out),
                        at.offset(out) + row * out.stride() + i * m * n,
                        n,
                        Start.ZERO);
    }
}
