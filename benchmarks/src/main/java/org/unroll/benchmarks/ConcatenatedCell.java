package org.unroll.benchmarks;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM with relu as notebook 002 writes its cells: state and input side by side, then one dense
/// layer.
final class ConcatenatedCell extends ReluStep {
    private final Linear dense;

    ConcatenatedCell(ReluWeights weights, Init init) {
        super(weights);
        dense =
                new Linear(
                        weights.hiddenSize() + weights.inputSize(),
                        ReluWeights.GATES * weights.hiddenSize(),
                        init);
        ReluWeights.load(
                dense, Tensor.concat(1, weights.recurrent(), weights.input()), weights.bias());
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        List<Tensor> gates =
                dense.forward(Tensor.concat(1, state.hidden(), input)).split(1, ReluWeights.GATES);
        return step(gates.get(0), gates.get(1), gates.get(2), gates.get(3), state);
    }

    @Override
    public Parameters parameters() {
        return dense.parameters();
    }
}
