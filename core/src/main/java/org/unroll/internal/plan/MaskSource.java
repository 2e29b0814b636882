package org.unroll.internal.plan;

import org.unroll.tensor.RandomMask;

/// How a step's mask is drawn in one call.
///
/// @param steps which timesteps of the batch are taken
/// @param firstStep the number of the batch's first timestep
record MaskSource(RandomMask mask, SequenceSteps steps, long firstStep) {
    /// Writes the mask of one of a block's rows.
    void fill(Block block, int row, Object array, int offset, int units) {
        int batchRow = block.batchRow(row);
        long step = firstStep + steps.time(batchRow, block.step(row));
        mask.fill(batchRow, step, array, offset, units);
    }
}
