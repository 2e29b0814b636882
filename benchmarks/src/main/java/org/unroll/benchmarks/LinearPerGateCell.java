package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM as a user may write it: a [Linear] for each gate, on each side. The same function as the
/// built-in cell, which has one product for all gates.
final class LinearPerGateCell implements RecurrentCell<LstmState> {
    private static final int GATES = 4;

    private final int inputSize;
    private final int hiddenSize;
    private final Init init;
    private final List<Linear> fromInput = new ArrayList<>();
    private final List<Linear> fromHidden = new ArrayList<>();

    LinearPerGateCell(int inputSize, int hiddenSize, Init init) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        this.init = init;
        for (int gate = 0; gate < GATES; gate++) {
            fromInput.add(new Linear(inputSize, hiddenSize, init));
            fromHidden.add(new Linear(hiddenSize, hiddenSize, init));
        }
    }

    private Tensor gate(int gate, Tensor input, Tensor hidden) {
        return fromInput.get(gate).forward(input).plus(fromHidden.get(gate).forward(hidden));
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        Tensor inputGate = gate(0, input, state.hidden()).sigmoid();
        Tensor forgetGate = gate(1, input, state.hidden()).sigmoid();
        Tensor candidate = gate(2, input, state.hidden()).tanh();
        Tensor outputGate = gate(3, input, state.hidden()).sigmoid();
        Tensor cell = forgetGate.times(state.cell()).plus(inputGate.times(candidate));
        Tensor hidden = outputGate.times(cell.tanh());
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(
                Tensor.zeros(init.type(), rows, hiddenSize),
                Tensor.zeros(init.type(), rows, hiddenSize));
    }

    @Override
    public int inputSize() {
        return inputSize;
    }

    @Override
    public int outputSize() {
        return hiddenSize;
    }

    @Override
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        for (int gate = 0; gate < GATES; gate++) {
            all.add(fromInput.get(gate).parameters().under("input" + gate));
            all.add(fromHidden.get(gate).parameters().under("hidden" + gate));
        }
        return Parameters.join(all);
    }
}
