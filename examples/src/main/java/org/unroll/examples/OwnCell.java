package org.unroll.examples;

import java.util.Arrays;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.HiddenCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A cell of one's own, run over sequences and differentiated like the built-in ones.
final class OwnCell {
    private OwnCell() {}

    /// A unit with one gate: `h' = f ∘ h + (1 - f) ∘ tanh(W x + U h)`, `f = σ(V [x, h])`.
    record GatedCell(int inputSize, int hiddenSize, Linear gate, Linear input, Linear recurrent)
            implements HiddenCell {
        GatedCell(int inputSize, int hiddenSize, Init init) {
            this(
                    inputSize,
                    hiddenSize,
                    new Linear(inputSize + hiddenSize, hiddenSize, init),
                    new Linear(inputSize, hiddenSize, init),
                    Linear.withoutBias(hiddenSize, hiddenSize, init));
        }

        @Override
        public Tensor next(Tensor x, Tensor h) {
            Tensor forget = gate.forward(Tensor.concat(1, x, h)).sigmoid();
            Tensor candidate = input.forward(x).plus(recurrent.forward(h)).tanh();
            return forget.times(h).plus(forget.negated().plus(1).times(candidate));
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    gate.parameters().under("gate"),
                    input.parameters().under("input"),
                    recurrent.parameters().under("recurrent"));
        }
    }

    static void run() {
        var rng = Rng.seeded(42);
        var layer = Recurrent.of(new GatedCell(3, 4, Init.pytorch(rng)));
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 5, 3), 5, 2); // lengths 5 and 2
        var output = layer.run(batch, Mode.inference());
        IO.println("outputs " + output.outputs().values().shape());
        IO.println("final state\n" + output.finalState().hidden());

        var loss =
                Autograd.differentiate(
                        layer.parameters(),
                        () -> layer.run(batch, Mode.inference()).finalState().hidden().sum());
        layer.parameters()
                .asMap()
                .forEach((name, weight) -> {
                    Tensor gradient = loss.gradients().of(weight);
                    IO.println(name + " " + Arrays.toString(gradient.shape().dims()));
                });
    }
}
