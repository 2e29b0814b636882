package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Notebook 001's GRU by its equations: the reset gate comes before the product.
public final class EquationGru extends SizedCell<HiddenState> {
    private final Gate update;
    private final Gate reset;
    private final Gate candidate;

    public EquationGru(int input, int hidden, Init init) {
        this(
                input,
                hidden,
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init));
    }

    private EquationGru(int input, int hidden, Gate update, Gate reset, Gate candidate) {
        super(
                input,
                hidden,
                Parameters.join(update.under("z"), reset.under("r"), candidate.under("h")));
        this.update = update;
        this.reset = reset;
        this.candidate = candidate;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor h = state.hidden();
        Tensor z = update.sum(x, h).sigmoid();
        Tensor r = reset.sum(x, h).sigmoid();
        Tensor next = candidate.sum(x, r.times(h)).tanh();
        Tensor hidden = z.negated().plus(1).times(h).plus(z.times(next));
        return new Step<>(hidden, new HiddenState(hidden));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
