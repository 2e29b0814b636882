package org.unroll.internal.plan;

import org.unroll.internal.kernel.Kernels;

/// Normalisation of each run of `length` columns, and its derivative.
sealed interface NormalizeInstruction extends Instruction.Other {
    int length();

    /// A slot with as many columns as are normalised.
    Slot whole();

    /// What is done for one run of each row.
    void run(Instruction.Rows at, int run);

    @Override
    default long work() {
        return 4L * whole().width();
    }

    @Override
    default void run(Instruction.Rows at) {
        int runs = length() == 0 ? 0 : whole().width() / length();
        for (int run = 0; run < runs; run++) {
            run(at, run);
        }
    }

    /// One over the standard deviation.
    record InverseDeviation(int length, double epsilon, Slot x, Slot out)
            implements NormalizeInstruction {
        @Override
        public Slot whole() {
            return x;
        }

        @Override
        public void run(Instruction.Rows at, int run) {
            at.kernels()
                    .inverseDeviation(
                            at.rows(),
                            length,
                            at.array(x),
                            at.offset(x) + run * length,
                            x.stride(),
                            epsilon,
                            at.array(out),
                            at.offset(out) + run,
                            out.stride());
        }
    }

    /// Less the mean, times one over the standard deviation.
    record Normalize(int length, Slot x, Slot deviation, Slot out) implements NormalizeInstruction {
        @Override
        public Slot whole() {
            return out;
        }

        @Override
        public void run(Instruction.Rows at, int run) {
            at.kernels()
                    .normalize(
                            at.rows(),
                            length,
                            at.array(x),
                            at.offset(x) + run * length,
                            x.stride(),
                            at.array(deviation),
                            at.offset(deviation) + run,
                            deviation.stride(),
                            at.array(out),
                            at.offset(out) + run * length,
                            out.stride());
        }
    }

    /// The derivative of [Normalize].
    record Gradient(int length, Slot y, Slot deviation, Slot gradient, Slot out)
            implements NormalizeInstruction {
        @Override
        public Slot whole() {
            return out;
        }

        @Override
        public void run(Instruction.Rows at, int run) {
            Kernels<Object> kernels = at.kernels();
            kernels.normalizeGradient(
                    at.rows(),
                    length,
                    at.array(y),
                    at.offset(y) + run * length,
                    y.stride(),
                    at.array(deviation),
                    at.offset(deviation) + run,
                    deviation.stride(),
                    at.array(gradient),
                    at.offset(gradient) + run * length,
                    gradient.stride(),
                    at.array(out),
                    at.offset(out) + run * length,
                    out.stride());
        }
    }
}
