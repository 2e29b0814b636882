package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Notebook 001's second network: `h' = tanh(U x + V h + b1)`, `o = tanh(W h' + b2)`. The output is
/// no part of the state.
public final class HiddenAndOutput extends SizedCell<HiddenState> {
    private final Gate hidden;
    private final Tensor w;
    private final Tensor b;

    public HiddenAndOutput(int input, int hidden, int output, Init init) {
        this(
                input,
                Gate.of(input, hidden, hidden, init),
                init.linearWeight(output, hidden),
                init.linearBias(output, hidden));
    }

    private HiddenAndOutput(int input, Gate hidden, Tensor w, Tensor b) {
        super(input, w.dim(0), Parameters.join(hidden.under("h"), Parameters.of("w", w, "b2", b)));
        this.hidden = hidden;
        this.w = w;
        this.b = b;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor h = hidden.sum(x, state.hidden()).tanh();
        return new Step<>(h.matmulTransposed(w).plus(b).tanh(), new HiddenState(h));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, w.dim(1)));
    }
}
