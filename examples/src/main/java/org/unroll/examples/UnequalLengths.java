package org.unroll.examples;

import java.util.List;
import org.unroll.loss.CrossEntropy;
import org.unroll.metric.Accuracy;
import org.unroll.metric.Perplexity;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layer;
import org.unroll.nn.Layout;
import org.unroll.nn.Linear;
import org.unroll.nn.MaxOverSteps;
import org.unroll.nn.MeanOverSteps;
import org.unroll.nn.Mode;
import org.unroll.nn.PackedSequence;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Sequences of unequal length: losses, metrics, one vector per row, packed data.
final class UnequalLengths {
    private UnequalLengths() {}

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var tagger =
                Sequential.of(
                        RecurrentStack.lstm(RecurrentOptions.of(3, 8), init),
                        new Linear(8, 4, init)); // on each step
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 3, 5, 3), 5, 0, 2);
        Tensor tags = Tensor.of(rng.ints(15, 0, 4).toArray(), 3, 5);

        Sequence logits = tagger.forward(batch, Mode.inference());
        Tensor loss = CrossEntropy.standard().of(logits, tags);
        var accuracy = Accuracy.of(logits, tags);
        var perplexity = Perplexity.of(logits, tags);
        IO.println("loss %.4f, perplexity %.2f".formatted(loss.item(), perplexity.value()));
        IO.println("right at %d of %d steps".formatted(accuracy.right(), accuracy.count()));

        for (Layer pooling : List.of(new LastStep(), new MeanOverSteps(), new MaxOverSteps())) {
            Tensor vectors = pooling.forward(logits, Mode.inference()).values();
            IO.println(pooling + " " + vectors.shape() + ", third row " + vectors.select(0, 2));
        }

        var tokens = Tensor.of(new int[][] {{0, 7, 4, 0}, {3, 0, 9, 1}});
        IO.println(Sequence.masked(tokens, Layout.BATCH_FIRST, tokens)); // 0 is left out

        var packed = PackedSequence.of(batch);
        IO.println(packed.order() + " " + packed.rowsPerStep() + " " + packed.values().shape());
        IO.println(packed.toSequence(Layout.TIME_FIRST));
    }
}
