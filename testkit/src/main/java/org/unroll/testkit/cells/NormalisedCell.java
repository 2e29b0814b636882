package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.HiddenCell;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Normalises over the units before its activation, and hands the hidden state on through a gate.
public final class NormalisedCell implements HiddenCell {
    private final Linear gates;
    private final Tensor recurrent;

    public NormalisedCell(int inputSize, int hiddenSize, Init init) {
        gates = new Linear(inputSize, 2 * hiddenSize, init);
        recurrent =
                init.rng()
                        .fork("recurrent")
                        .normal(init.type(), 0, 0.4, hiddenSize, 2 * hiddenSize);
    }

    @Override
    public Tensor next(Tensor input, Tensor hidden) {
        Tensor sum = gates.forward(input).plus(hidden.matmul(recurrent));
        Tensor centred = sum.minus(sum.mean(1).unsqueezed(1));
        Tensor deviation = centred.squared().mean(1).unsqueezed(1).plus(1e-3).sqrt();
        List<Tensor> parts = centred.dividedBy(deviation).split(1, 2);
        Tensor gate = parts.get(0).sigmoid();
        return hidden.plus(gate.times(parts.get(1).tanh().minus(hidden)));
    }

    @Override
    public int inputSize() {
        return gates.inputSize();
    }

    @Override
    public int hiddenSize() {
        return recurrent.dim(0);
    }

    @Override
    public Parameters parameters() {
        return Parameters.join(
                gates.parameters().under("gates"), Parameters.of("recurrent", recurrent));
    }
}
