package org.unroll.examples;

import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;

/// LSTMs of other kinds than the usual one.
final class LstmVariants {
    private LstmVariants() {}

    static void run() {
        var rng = Rng.seeded(42);
        var options = LstmOptions.standard().withPeepholes().withProjection(4).withCellClip(3);
        var size = RecurrentOptions.of(3, 8).withLayers(2);
        var stack = RecurrentStack.lstm(size, options, Init.pytorch(rng));
        stack.layers().forEach(IO::println);
        stack.parameters()
                .asMap()
                .forEach((name, weight) -> IO.println(name + " " + weight.shape()));

        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 5, 3));
        var output = stack.run(batch, Mode.inference());
        IO.println("outputs " + output.outputs().values().shape());
        IO.println("cells " + output.finalState().layer(1).cell().shape());

        var functions =
                LstmActivations.standard()
                        .withCandidateAndCell(Activation.RELU)
                        .withGates(Activation.HARD_SIGMOID);
        var keras =
                LstmOptions.standard().withActivations(functions).withGates(GateOptions.oneBias());
        var layer = Recurrent.of(new LstmCell(3, 8, keras, Init.keras(rng)));
        IO.println(layer);
        IO.println(layer.parameters().names());
    }
}
