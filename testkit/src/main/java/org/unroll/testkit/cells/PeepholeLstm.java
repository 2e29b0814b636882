package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM with a linear layer per gate and side, and gates that look at the cell (Gers and
/// Schmidhuber 2000).
public final class PeepholeLstm implements RecurrentCell<LstmState> {
    private static final int GATES = 4;
    private final List<Linear> fromInput;
    private final List<Linear> fromHidden;
    private final Tensor peepholes;
    private final int inputSize;
    private final int hiddenSize;

    public PeepholeLstm(int inputSize, int hiddenSize, Init init) {
        this.inputSize = inputSize;
        this.hiddenSize = hiddenSize;
        fromInput = linears(inputSize, hiddenSize, init);
        fromHidden = linears(hiddenSize, hiddenSize, init);
        peepholes = init.rng().fork("peepholes").uniform(init.type(), -0.5, 0.5, 3, hiddenSize);
    }

    private static List<Linear> linears(int in, int out, Init init) {
        return java.util.stream.IntStream.range(0, GATES)
                .mapToObj(i ->
                        i % 2 == 0 ? new Linear(in, out, init) : Linear.withoutBias(in, out, init))
                .toList();
    }

    private Tensor sum(int gate, Tensor input, Tensor hidden) {
        return fromInput.get(gate).forward(input).plus(fromHidden.get(gate).forward(hidden));
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        Tensor h = state.hidden();
        Tensor c = state.cell();
        Tensor inputGate = sum(0, input, h).plus(c.times(peepholes.select(0, 0))).sigmoid();
        Tensor forgetGate = sum(1, input, h).plus(c.times(peepholes.select(0, 1))).sigmoid();
        Tensor cell = forgetGate.times(c).plus(inputGate.times(sum(2, input, h).tanh()));
        Tensor outputGate = sum(3, input, h).plus(cell.times(peepholes.select(0, 2))).sigmoid();
        Tensor hidden = outputGate.times(cell.tanh());
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        DType type = peepholes.type();
        return new LstmState(
                Tensor.zeros(type, rows, hiddenSize), Tensor.zeros(type, rows, hiddenSize));
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
        Parameters all = Parameters.of("peepholes", peepholes);
        for (int i = 0; i < GATES; i++) {
            all =
                    Parameters.join(
                            all,
                            fromInput.get(i).parameters().under("input" + i),
                            fromHidden.get(i).parameters().under("hidden" + i));
        }
        return all;
    }
}
