package org.unroll.testkit.properties;

import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Optimizer;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Runs that must fit a small heap, each for a process of its own.
final class LargeRuns {
    private static final int STEPS = 100_000;
    private static final int INPUT = 8;
    private static final int HIDDEN = 32;

    private LargeRuns() {}

    /// Does one of the runs and says so.
    ///
    /// @param arguments which one
    public static void main(String... arguments) {
        Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT32);
        switch (arguments[0]) {
            case "keeping" -> train(Recurrent.of(new LstmCell(INPUT, HIDDEN, init)));
            case "recomputing" ->
                    train(Recurrent.of(new LstmCell(INPUT, HIDDEN, init)).recomputing());
            case "inference" -> infer(Recurrent.of(new LstmCell(INPUT, HIDDEN, init)));
            case "names" -> names(init);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
        System.out.println("done");
    }

    /// Gradients of weights through all timesteps of one long sequence. The loss reads the last
    /// output alone, so hardly anything but the layer takes memory.
    private static void train(Recurrent<?> layer) {
        Tensor input = Rng.seeded(2).uniform(DType.FLOAT32, -1, 1, 1, STEPS, INPUT);
        var done =
                Autograd.differentiate(
                        layer.parameters(),
                        () ->
                                layer.forward(Sequence.of(input), Mode.inference())
                                        .values()
                                        .select(1, STEPS - 1)
                                        .squared()
                                        .sum());
        if (!(done.gradients().norm() > 0)) {
            throw new IllegalStateException("no gradients");
        }
    }

    private static void infer(Recurrent<?> layer) {
        Tensor input = Rng.seeded(2).uniform(DType.FLOAT32, -1, 1, 1, STEPS, INPUT);
        Sequence output = layer.forward(Sequence.of(input), Mode.inference());
        if (!output.values().isFinite()) {
            throw new IllegalStateException("no outputs");
        }
    }

    /// Notebook 004's network: names of 22 characters, 500 at a time.
    private static void names(Init init) {
        int rows = 500;
        int steps = 22;
        Embedding embedding = new Embedding(39, 300, init);
        Recurrent<?> layer = Recurrent.of(new LstmCell(300, 100, init));
        Linear first = new Linear(100, 100, init);
        Linear second = new Linear(100, 18, init);
        Parameters parameters =
                Parameters.join(
                        embedding.parameters().under("embedding"),
                        layer.parameters().under("layer"),
                        first.parameters().under("first"),
                        second.parameters().under("second"));
        Optimizer optimizer = new Sgd(parameters, SgdOptions.of(0.01));
        Rng rng = Rng.seeded(3);
        int[] characters = new int[rows * steps];
        int[] labels = new int[rows];
        for (int step = 0; step < 5; step++) {
            for (int i = 0; i < characters.length; i++) {
                characters[i] = rng.nextInt(39);
            }
            for (int i = 0; i < rows; i++) {
                labels[i] = rng.nextInt(18);
            }
            Tensor input = Tensor.of(characters, rows, steps);
            Tensor targets = Tensor.of(labels, rows);
            var done =
                    Autograd.differentiate(
                            parameters,
                            () -> {
                                Sequence embedded =
                                        Sequence.of(embedding.forward(input, Mode.inference()));
                                Sequence out = layer.forward(embedded, Mode.inference());
                                Tensor last =
                                        new LastStep().forward(out, Mode.inference()).values();
                                Tensor scores = second.forward(first.forward(last).tanh());
                                return CrossEntropy.standard().of(scores, targets);
                            });
            optimizer.step(done.gradients());
        }
    }
}
