package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Notebook 000's network of one or a few neurons: `y' = tanh(x Wx + y Wy + b)`, matrices as `[in,
/// out]`, the bias as `[1, neurons]`.
public final class NotebookElman extends SizedCell<HiddenState> {
    private final Tensor wx;
    private final Tensor wy;
    private final Tensor b;

    public NotebookElman(int inputs, int neurons, Init init) {
        this(
                neurons,
                init.linearWeight(inputs, neurons),
                init.linearWeight(neurons, neurons),
                init.linearBias(neurons, inputs).reshaped(1, neurons));
    }

    private NotebookElman(int neurons, Tensor wx, Tensor wy, Tensor b) {
        super(wx.dim(0), neurons, Parameters.of("wx", wx, "wy", wy, "b", b));
        this.wx = wx;
        this.wy = wy;
        this.b = b;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor y = state.hidden().matmul(wy).plus(x.matmul(wx)).plus(b).tanh();
        return new Step<>(y, new HiddenState(y));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
