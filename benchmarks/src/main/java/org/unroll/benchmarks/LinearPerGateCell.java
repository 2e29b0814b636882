package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// An LSTM with relu as a user may write it: a [Linear] for each gate, on each side.
final class LinearPerGateCell extends ReluStep {
    private final List<Linear> fromInput = new ArrayList<>();
    private final List<Linear> fromHidden = new ArrayList<>();

    LinearPerGateCell(ReluWeights weights, Init init) {
        super(weights);
        for (int i = 0; i < ReluWeights.GATES; i++) {
            ReluWeights gate = weights.gate(i);
            Linear input = new Linear(weights.inputSize(), weights.hiddenSize(), init);
            Linear hidden = Linear.withoutBias(weights.hiddenSize(), weights.hiddenSize(), init);
            ReluWeights.load(input, gate.input(), gate.bias());
            ReluWeights.load(hidden, gate.recurrent());
            fromInput.add(input);
            fromHidden.add(hidden);
        }
    }

    private Tensor gate(int gate, Tensor input, Tensor hidden) {
        return fromInput.get(gate).forward(input).plus(fromHidden.get(gate).forward(hidden));
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        Tensor hidden = state.hidden();
        return step(
                gate(0, input, hidden),
                gate(1, input, hidden),
                gate(2, input, hidden),
                gate(3, input, hidden),
                state);
    }

    @Override
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        for (int i = 0; i < ReluWeights.GATES; i++) {
            all.add(fromInput.get(i).parameters().under("input" + i));
            all.add(fromHidden.get(i).parameters().under("hidden" + i));
        }
        return Parameters.join(all);
    }
}
