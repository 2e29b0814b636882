package org.unroll.examples;

import org.unroll.loss.BinaryCrossEntropy;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.L1;
import org.unroll.nn.L2;
import org.unroll.nn.LastStep;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.RmsProp;
import org.unroll.optim.RmsPropOptions;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.WeightKind;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// With which numbers a network starts, how it is measured, and how it learns.
final class Choices {
    private Choices() {}

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.keras(rng).withType(DType.FLOAT64);
        var network =
                Sequential.of(
                        RecurrentStack.gru(RecurrentOptions.of(5, 16), GruOptions.paper(), init),
                        new LastStep(),
                        new LayerNorm(16, init).withEpsilon(1e-3),
                        new Linear(16, 3, init));
        IO.print(network.summary(8, 20, 5));

        var batch = Sequence.of(rng.normal(DType.FLOAT64, 0, 1, 2, 20, 5), 20, 7);
        Tensor logits = network.forward(batch, Mode.inference()).values(); // [2, 3]

        var loss = CrossEntropy.standard().withLabelSmoothing(0.1).withClassWeights(1, 2, 1);
        IO.println("%.4f".formatted(loss.of(logits, Tensor.of(new int[] {2, 0})).item()));
        var several = BinaryCrossEntropy.standard().withPositiveWeights(3);
        Tensor tags = Tensor.of(new double[][] {{1, 0, 1}, {0, 0, 1}});
        IO.println("%.4f".formatted(several.of(logits, tags).item()));

        var recurrent = network.parameters().where(WeightKind.RECURRENT);
        Tensor penalty = new L2(1e-3).of(recurrent).plus(new L1(1e-4).of(recurrent));
        IO.println(recurrent.names() + " %.4f".formatted(penalty.item()));

        var adam = new Adam(network.parameters(), AdamOptions.of(0.002));
        var keras = new RmsProp(network.parameters(), RmsPropOptions.keras());
        IO.println("rates %s and %s".formatted(adam.learningRate(), keras.learningRate()));

        var embedding = new Embedding(50, 16, init);
        var language =
                Sequential.of(
                        embedding,
                        RecurrentStack.lstm(RecurrentOptions.of(16, 16), init),
                        Linear.tiedTo(embedding, init));
        IO.print(language.summary(8, 20));
    }
}
