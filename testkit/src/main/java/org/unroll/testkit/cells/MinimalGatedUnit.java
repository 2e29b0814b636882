package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The minimal gated unit (Zhou and others 2016): one gate that both resets and updates.
public final class MinimalGatedUnit extends SizedCell<HiddenState> {
    private final Gate forget;
    private final Gate candidate;

    public MinimalGatedUnit(int input, int hidden, Init init) {
        this(
                input,
                hidden,
                Gate.of(input, hidden, hidden, init),
                Gate.of(input, hidden, hidden, init));
    }

    private MinimalGatedUnit(int input, int hidden, Gate forget, Gate candidate) {
        super(input, hidden, Parameters.join(forget.under("f"), candidate.under("h")));
        this.forget = forget;
        this.candidate = candidate;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor f = forget.sum(x, state.hidden()).sigmoid();
        Tensor next = candidate.sum(x, f.times(state.hidden())).tanh();
        Tensor h = state.hidden().plus(f.times(next.minus(state.hidden())));
        return new Step<>(h, new HiddenState(h));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
