package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// IndRNN (Li and others 2018): each unit sees only its own past, `h' = relu(W x + u ∘ h + b)`.
public final class IndependentUnits extends SizedCell<HiddenState> {
    private final Tensor w;
    private final Tensor u;
    private final Tensor b;

    public IndependentUnits(int input, int hidden, Init init) {
        this(
                init.linearWeight(hidden, input),
                init.linearBias(hidden, hidden),
                init.linearBias(hidden, input));
    }

    private IndependentUnits(Tensor w, Tensor u, Tensor b) {
        super(w.dim(1), w.dim(0), Parameters.of("w", w, "u", u, "b", b));
        this.w = w;
        this.u = u;
        this.b = b;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor h = x.matmulTransposed(w).plus(u.times(state.hidden())).plus(b).relu();
        return new Step<>(h, new HiddenState(h));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
