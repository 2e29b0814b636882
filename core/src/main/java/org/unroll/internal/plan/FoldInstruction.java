package org.unroll.internal.plan;

import org.unroll.internal.kernel.Kernels;

/// Brings each run of `length` columns down to one number.
record FoldInstruction(Value.Folding how, int length, Slot x, Slot out)
        implements Instruction.Other {
    @Override
    public long work() {
        return x.width();
    }

    @Override
    public void run(Instruction.Rows at) {
        int runs = out.width();
        if (x.stride() == runs * length && out.stride() == runs) { // every run follows another one
            fold(at, at.rows() * runs, 0, length, 1);
            return;
        }
        for (int run = 0; run < runs; run++) {
            fold(at, at.rows(), run, x.stride(), out.stride());
        }
    }

    private void fold(Instruction.Rows at, int rows, int run, int stride, int outStride) {
        Kernels<Object> kernels = at.kernels();
        Object array = at.array(x);
        int from = at.offset(x) + run * length;
        Object to = at.array(out);
        int place = at.offset(out) + run;
        switch (how) {
            case SUM -> kernels.rowSum(rows, length, array, from, stride, to, place, outStride);
            case MAXIMUM -> kernels.rowMax(rows, length, array, from, stride, to, place, outStride);
        }
    }
}
