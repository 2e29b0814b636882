package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Tensor;

/// Notebook 001's first network: `o' = tanh(U x + V o + b)`, its output fed back.
public final class OutputFeedback extends SizedCell<HiddenState> {
    private final Gate gate;

    public OutputFeedback(int input, int output, Init init) {
        this(input, output, Gate.of(input, output, output, init));
    }

    private OutputFeedback(int input, int output, Gate gate) {
        super(input, output, gate.under("o"));
        this.gate = gate;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor output = gate.sum(x, state.hidden()).tanh();
        return new Step<>(output, new HiddenState(output));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
