package org.unroll.examples;

import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.LastOutput;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.SkippedSteps;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Layers that read a sequence from both ends, and sequences of which some steps are missing.
final class BothDirections {
    private BothDirections() {}

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        var tagger =
                RecurrentStack.bidirectional(
                        RecurrentOptions.of(3, 8).withLayers(2),
                        Merge.CONCATENATE,
                        in -> new GruCell(in, 8, GruOptions.standard(), init));
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 5, 3), 5, 2); // lengths 5, 2
        var read = tagger.run(batch, Mode.inference());
        IO.println(tagger + ", outputs " + read.outputs().values().shape());
        var last = read.finalState().last();
        IO.println("read to the end " + last.forward().hidden().shape());
        IO.println("read to the start " + last.backward().hidden().shape());

        var measured = Tensor.of(new int[] {1, 0, 1, 1, 0, 1, 1, 1, 0, 0}).reshaped(2, 5);
        var gaps = Sequence.masked(batch.values(), Layout.BATCH_FIRST, measured);
        var some = tagger.run(gaps, Mode.inference()).outputs();
        IO.println(
                "first row: sums of the absolute outputs\n"
                        + some.values().abs().sum(2).select(0, 0));

        var summary = tagger.read(batch, Mode.inference()); // all that was read, in one vector
        IO.println("read " + summary.output().shape());
        var sorter = Sequential.of(new LastOutput(tagger), new Linear(16, 4, init));
        IO.println("logits " + sorter.forward(batch, Mode.inference()).values().shape());

        var holding = RecurrentOptions.of(3, 8).withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        var held = RecurrentStack.gru(holding, init).forward(gaps, Mode.inference());
        IO.println("first row\n" + held.values().abs().sum(2).select(0, 0));
    }
}
