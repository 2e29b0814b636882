package org.unroll.internal.plan;

/// The same numbers in another type; to whole numbers as Java casts to int.
record ConvertInstruction(boolean whole, Slot x, Slot out) implements Instruction.Other {
    @Override
    public void run(Instruction.Rows at) {
        Object from = at.array(x);
        Object to = at.array(out);
        for (int row = 0; row < at.rows(); row++) {
            int source = at.offset(x) + row * x.stride();
            int target = at.offset(out) + row * out.stride();
            for (int i = 0; i < out.width(); i++) {
                double value = Typed.get(from, source + i);
                Typed.set(to, target + i, whole ? (int) value : value);
            }
        }
    }
}
