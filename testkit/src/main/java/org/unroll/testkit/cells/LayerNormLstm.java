package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM with layer normalization of both sums of the gates and of the cell (Ba, Kiros and Hinton
/// 2016), out of layers.
public final class LayerNormLstm extends SizedCell<LstmState> {
    private final Linear fromInput;
    private final Linear fromHidden;
    private final LayerNorm inputNorm;
    private final LayerNorm hiddenNorm;
    private final LayerNorm cellNorm;

    public LayerNormLstm(int input, int hidden, Init init) {
        this(
                hidden,
                new Linear(input, 4 * hidden, init),
                Linear.withoutBias(hidden, 4 * hidden, init),
                new LayerNorm(4 * hidden, init),
                new LayerNorm(4 * hidden, init),
                new LayerNorm(hidden, init));
    }

    private LayerNormLstm(
            int hidden,
            Linear fromInput,
            Linear fromHidden,
            LayerNorm inputNorm,
            LayerNorm hiddenNorm,
            LayerNorm cellNorm) {
        super(
                fromInput.inputSize(),
                hidden,
                Parameters.join(
                        fromInput.parameters().under("x"),
                        fromHidden.parameters().under("h"),
                        inputNorm.parameters().under("x_norm"),
                        hiddenNorm.parameters().under("h_norm"),
                        cellNorm.parameters().under("c_norm")));
        this.fromInput = fromInput;
        this.fromHidden = fromHidden;
        this.inputNorm = inputNorm;
        this.hiddenNorm = hiddenNorm;
        this.cellNorm = cellNorm;
    }

    @Override
    public Step<LstmState> step(Tensor x, LstmState state, StepContext context) {
        List<Tensor> gates =
                inputNorm
                        .forward(fromInput.forward(x))
                        .plus(hiddenNorm.forward(fromHidden.forward(state.hidden())))
                        .split(1, 4);
        Tensor taken = gates.get(0).sigmoid().times(gates.get(2).tanh());
        Tensor cell = gates.get(1).sigmoid().times(state.cell()).plus(taken);
        Tensor hidden = gates.get(3).sigmoid().times(cellNorm.forward(cell).tanh());
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(zeros(rows, outputSize()), zeros(rows, outputSize()));
    }
}
