package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Tensor;

/// Notebook 002's first own cell: state and input side by side through one dense layer with relu.
public final class ConcatenateDense extends SizedCell<HiddenState> {
    private final Linear dense;

    public ConcatenateDense(int input, int hidden, Init init) {
        this(input, new Linear(hidden + input, hidden, init));
    }

    private ConcatenateDense(int input, Linear dense) {
        super(input, dense.outputSize(), dense.parameters().under("dense"));
        this.dense = dense;
    }

    @Override
    public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
        Tensor h = dense.forward(Tensor.concat(1, state.hidden(), x)).relu();
        return new Step<>(h, new HiddenState(h));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(zeros(rows, outputSize()));
    }
}
