package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// One dense layer of input and hidden state together, and an output layer whose output is no part
/// of the state.
public final class JoinedCell implements RecurrentCell<HiddenState> {
    private final Linear dense;
    private final Linear output;
    private final int inputSize;

    public JoinedCell(int inputSize, int hiddenSize, int outputSize, Init init) {
        this.inputSize = inputSize;
        dense = new Linear(inputSize + hiddenSize, hiddenSize, init);
        output = new Linear(hiddenSize, outputSize, init);
    }

    @Override
    public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        Tensor hidden = dense.forward(Tensor.concat(1, input, state.hidden())).tanh();
        return new Step<>(output.forward(hidden).tanh(), new HiddenState(hidden));
    }

    @Override
    public HiddenState initialState(int rows) {
        return new HiddenState(
                Tensor.zeros(dense.parameters().get("weight").type(), rows, dense.outputSize()));
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int outputSize() {
        return output.outputSize();
    }

    @Override
    public Parameters parameters() {
        return Parameters.join(
                dense.parameters().under("dense"), output.parameters().under("output"));
    }
}
