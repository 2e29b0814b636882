package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Notebook 002's gated cell: three dense layers over state and input side by side, the third one
/// over what the reset gate leaves of the state.
public final class ConcatenateGated extends SizedCell<HiddenState> {
    private final Linear update;
    private final Linear reset;
    private final Linear candidate;

    public ConcatenateGated(int input, int hidden, Init init) {
        this(
                input,
                new Linear(hidden + input, hidden, init),
                new Linear(hidden + input, hidden, init),
                new Linear(hidden + input, hidden, init));
    }

    private ConcatenateGated(int input, Linear update, Linear reset, Linear candidate) {
        super(
                input,
                update.outputSize(),
                Parameters.join(
                        update.parameters().under("update"),
                        reset.parameters().under("reset"),
                        candidate.parameters().under("candidate")));
        this.update = update;
        this.reset = reset;
        this.candidate = candidate;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor h = state.hidden();
        Tensor both = Tensor.concat(1, h, x);
        Tensor z = update.forward(both).sigmoid();
        Tensor r = reset.forward(both).sigmoid();
        Tensor next = candidate.forward(Tensor.concat(1, r.times(h), x)).tanh();
        Tensor hidden = z.negated().plus(1).times(h).plus(z.times(next));
        return new Step<>(hidden, new HiddenState(hidden));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
