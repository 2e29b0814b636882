package org.unroll.internal.plan;

import org.unroll.tensor.RandomMask;

/// How a step's mask is drawn in one call.
///
/// @param steps which timesteps of the batch are taken
/// @param firstStep the number of the batch's first timestep
record MaskSource(RandomMask mask, SequenceSteps steps, long firstStep) {
    /// Writes the masks of some of a block's rows.
    void fill(Instruction.Rows at, Slot out) {
        int[] rows = new int[at.rows()];
        long[] times = new long[at.rows()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = at.block().batchRow(at.row() + i);
            times[i] = firstStep + steps.time(rows[i], at.block().step(at.row() + i));
        }
        mask.writer()
                .write(
                        rows,
                        times,
                        rows.length,
                        at.array(out),
                        at.offset(out),
                        out.stride(),
                        out.width());
    }
}
