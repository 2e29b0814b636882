package org.unroll.internal.plan;

import org.unroll.internal.kernel.Start;

/// In each row, `blocks` vectors of `k` numbers times one packed matrix: as many rows of a taller
/// product.
record BlockMultiply(Slot a, int packed, Slot out, int blocks, int k, int n)
        implements Instruction.Other {
    @Override
    public long work() {
        return (long) out.width() * k / 8; // eight or more at once
    }

    @Override
    public void run(Instruction.Rows at) {
        if (a.stride() == blocks * k && out.stride() == blocks * n) {
            multiply(at, at.rows() * blocks, 0, k, n);
            return;
        }
        for (int block = 0; block < blocks; block++) {
            multiply(at, at.rows(), block, a.stride(), out.stride());
        }
    }

    private void multiply(Instruction.Rows at, int rows, int block, int stride, int outStride) {
        at.kernels()
                .multiply(
                        rows,
                        n,
                        k,
                        at.array(a),
                        at.offset(a) + block * k,
                        stride,
                        1,
                        at.arrays()[packed],
                        0,
                        at.array(out),
                        at.offset(out) + block * n,
                        outStride,
                        Start.ZERO);
    }
}
