package org.unroll.recurrent;

import java.util.List;
import org.unroll.tensor.Tensor;

/// The state of an LSTM.
///
/// @param hidden the hidden state, which is the output as well, `[rows, hidden]`, or `[rows,
///   projection]`
/// @param cell the cell state, `[rows, hidden]`
public record LstmState(Tensor hidden, Tensor cell) implements State<LstmState> {
    @Override
    public List<Tensor> tensors() {
        return List.of(hidden, cell);
    }

    @Override
    public List<String> names() {
        return List.of("hidden", "cell");
    }

    @Override
    public LstmState with(List<Tensor> tensors) {
        return new LstmState(tensors.get(0), tensors.get(1));
    }
}
