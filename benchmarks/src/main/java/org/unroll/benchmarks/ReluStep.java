package org.unroll.benchmarks;

import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Step;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// What the users' cells have in common: all but the products.
abstract class ReluStep implements RecurrentCell<LstmState> {
    private final int inputSize;
    private final int hiddenSize;
    private final DType type;

    ReluStep(ReluWeights weights) {
        inputSize = weights.inputSize();
        hiddenSize = weights.hiddenSize();
        type = weights.input().type();
    }

    /// The end of a step, from what goes into the gates.
    static Step<LstmState> step(Tensor i, Tensor f, Tensor g, Tensor o, LstmState state) {
        Tensor cell = f.sigmoid().times(state.cell()).plus(i.sigmoid().times(g.relu()));
        Tensor hidden = o.sigmoid().times(cell.relu());
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public final LstmState initialState(int rows) {
        return new LstmState(
                Tensor.zeros(type, rows, hiddenSize), Tensor.zeros(type, rows, hiddenSize));
    }

    @Override
    public final int inputSize() {
        return inputSize;
    }

    @Override
    public final int outputSize() {
        return hiddenSize;
    }
}
