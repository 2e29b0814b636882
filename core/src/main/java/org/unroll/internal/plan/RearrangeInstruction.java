package org.unroll.internal.plan;

/// Moves the numbers of each row to other places.
record RearrangeInstruction(Slot x, IndexMap map, Slot out) implements Instruction.Other {
    @Override
    public void run(Instruction.Rows at) {
        map.move(
                at.rows(),
                at.array(x),
                at.offset(x),
                x.stride(),
                at.array(out),
                at.offset(out),
                out.stride());
    }
}
