package org.unroll.internal.plan;

import org.unroll.tensor.RandomMask;

/// How a step's mask is drawn in one call.
///
/// @param steps which timesteps of the batch are taken
/// @param firstStep the number of the batch's first timestep
record MaskSource(RandomMask mask, SequenceSteps steps, long firstStep) {
    /// Writes the masks of some of a block's rows.
    void fill(Instruction.Rows at, Slot out) {
        RandomMask.Writer writer = mask.writer();
        for (int i = 0; i < at.rows(); i++) {
            int row = at.block().batchRow(at.row() + i);
            long step = firstStep + steps.time(row, at.block().step(at.row() + i));
            int to = at.offset(out) + i * out.stride();
            writer.write(row, step, at.array(out), to, out.width());
        }
    }
}
