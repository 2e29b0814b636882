package org.unroll.benchmarks;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM with relu as a user may write it: on each side one product for all gates.
final class OneProductCell extends ReluStep {
    private final Linear fromInput;
    private final Linear fromHidden;

    OneProductCell(ReluWeights weights, Init init) {
        super(weights);
        int width = ReluWeights.GATES * weights.hiddenSize();
        fromInput = new Linear(weights.inputSize(), width, init);
        fromHidden = Linear.withoutBias(weights.hiddenSize(), width, init);
        ReluWeights.load(fromInput, weights.input(), weights.bias());
        ReluWeights.load(fromHidden, weights.recurrent());
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        List<Tensor> gates =
                fromInput
                        .forward(input)
                        .plus(fromHidden.forward(state.hidden()))
                        .split(1, ReluWeights.GATES);
        return step(gates.get(0), gates.get(1), gates.get(2), gates.get(3), state);
    }

    @Override
    public Parameters parameters() {
        return Parameters.join(
                fromInput.parameters().under("input"), fromHidden.parameters().under("hidden"));
    }
}
