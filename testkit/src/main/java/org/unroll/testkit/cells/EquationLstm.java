package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM by its equations, two matrices and a bias per gate, in the variants that differ in a
/// line or two.
public final class EquationLstm extends SizedCell<LstmState> {
    /// Which LSTM.
    public enum Variant {
        /// Notebook 001's, with its own sigmoid `1 / (1 + exp(-x))`.
        NOTEBOOK,
        /// With relu in place of tanh, as notebook 002 has it.
        RELU,
        /// Gates that see the cell (Gers and Schmidhuber 2000).
        PEEPHOLE,
        /// One gate for forgetting and taking in: `i = 1 - f` (Greff and others 2017).
        COUPLED
    }

    private final Variant variant;
    private final Gate forget;
    private final Gate take;
    private final Gate output;
    private final Gate candidate;
    private final Tensor peepholes; // [3, hidden]

    public EquationLstm(Variant variant, int input, int hidden, Init init) {
        this(
                variant,
                input,
                hidden,
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init),
                init.linearWeight(3, hidden));
    }

    private EquationLstm(
            Variant variant,
            int input,
            int hidden,
            Gate forget,
            Gate take,
            Gate output,
            Gate candidate,
            Tensor peepholes) {
        super(
                input,
                hidden,
                Parameters.join(
                        forget.under("f"),
                        variant == Variant.COUPLED ? Parameters.none() : take.under("i"),
                        output.under("o"),
                        candidate.under("c"),
                        variant == Variant.PEEPHOLE
                                ? Parameters.of("peepholes", peepholes)
                                : Parameters.none()));
        this.variant = variant;
        this.forget = forget;
        this.take = take;
        this.output = output;
        this.candidate = candidate;
        this.peepholes = peepholes;
    }

    private Tensor sigmoid(Tensor x) {
        return variant == Variant.NOTEBOOK
                ? Tensor.scalar(type(), 1).dividedBy(x.negated().exp().plus(1))
                : x.sigmoid();
    }

    private Tensor bent(Tensor x) {
        return variant == Variant.RELU ? x.relu() : x.tanh();
    }

    private Tensor seen(Tensor sum, Tensor cell, int peephole) {
        return variant == Variant.PEEPHOLE
                ? sum.plus(cell.times(peepholes.select(0, peephole)))
                : sum;
    }

    @Override
    public Step<LstmState> step(Tensor x, LstmState state, StepContext context) {
        Tensor h = state.hidden();
        Tensor c = state.cell();
        Tensor f = sigmoid(seen(forget.sum(x, h), c, 0));
        Tensor i =
                variant == Variant.COUPLED
                        ? f.negated().plus(1)
                        : sigmoid(seen(take.sum(x, h), c, 1));
        Tensor cell = f.times(c).plus(i.times(bent(candidate.sum(x, h))));
        Tensor o = sigmoid(seen(output.sum(x, h), cell, 2));
        Tensor hidden = o.times(bent(cell));
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(zeros(rows, outputSize()), zeros(rows, outputSize()));
    }
}
