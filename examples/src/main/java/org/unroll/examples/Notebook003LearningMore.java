package org.unroll.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.unroll.data.Vocabulary;
import org.unroll.examples.Notebook003.CharNetwork;
import org.unroll.examples.Notebook003.Parts;
import org.unroll.examples.Notebook003Learning.Batch;
import org.unroll.examples.Notebook003Learning.Plan;
import org.unroll.examples.Notebook003Learning.Trained;
import org.unroll.examples.support.LineChart;
import org.unroll.examples.support.TextSamples;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Init;
import org.unroll.optim.Schedule;
import org.unroll.tensor.Rng;

/// Notebook 003, after the original: a network that learns more in the same time.
final class Notebook003LearningMore {
    private Notebook003LearningMore() {}

    // %% [markdown]
    // ## A better network in the same time
    //
    // The network above is large, reads one crop at a time, in 64-bit numbers, and is done after a
    // seventh of the text. Two layers of 256 units in 32-bit numbers, which read 64 whole names at
    // once, see every name nearly three times and take no longer. The learning rate falls to zero
    // along half a cosine, and gradients longer than 1 are cut to that length: a single strange
    // batch cannot throw the weights far off. How many iterations fit into the time was chosen
    // beforehand.
    // %%
    static Trained smaller(Run run, int every, Vocabulary vocabulary, Parts parts, Rng rng) {
        int iterations = run.quickOr(120, 1500);
        double rate = run.quickOr(0.01, 0.004);
        var init = Init.pytorch(rng.fork("better"));
        int hidden = run.quickOr(64, 256);
        var order = rng.fork("names");
        var names = parts.names();
        var samples = rng.fork("more samples");
        return Notebook003Learning.train(
                CharNetwork.of(vocabulary.size(), hidden, run.quickOr(1, 2), init),
                new Plan(
                        iterations, every, rate, Schedule.cosine(iterations, 0).afterWarmUp(20), 1),
                () -> {
                    var places = order.ints(64, 0, names.size());
                    return Batch.names(places.mapToObj(names::get).toList());
                },
                parts.held(),
                writer ->
                        Notebook003.written(writer, 1, vocabulary, samples)
                                + "\n"
                                + Notebook003.written(writer, 1, vocabulary, samples));
    }

    static Trained better(Run run, Vocabulary vocabulary, Parts parts, Trained first, Rng rng) {
        // %%
        int often = run.quickOr(40, 250);
        var more = new ArrayList<Trained>();
        run.time(
                "training of the better network",
                () -> more.add(smaller(run, often, vocabulary, parts, rng)));
        var better = more.getFirst();
        // %% [markdown]
        // Both networks, by the names that neither has seen, in nats per character:
        // %%
        var called = List.of("as in the notebook", "better");
        var both = List.of(first, better);
        var table = TextTable.of("network", "parameters", "names held back");
        var chart = LineChart.of("Names held back", "% of all iterations", "nats per character");
        for (int i = 0; i < 2; i++) {
            var held = both.get(i).held();
            int last = held.length - 1;
            String count = "%,d".formatted(both.get(i).network().parameters().count());
            table = table.row(called.get(i), count, held[last]);
            var share = IntStream.rangeClosed(0, last).mapToDouble(at -> 100.0 * at / last);
            chart = chart.with(called.get(i), share.toArray(), held);
        }
        IO.println(table);
        run.show("better", chart);
        var lines = TextSamples.of("What the better network writes");
        for (int i = 0; i < better.samples().size(); i++) {
            lines = lines.with("iteration " + i * often, better.samples().get(i));
        }
        run.show("better-samples", lines);
        // %% [markdown]
        // `TextTrainer` does such trainings of texts in one class, with checkpoints, and `./unroll
        // train text` is that class as a command.
        return better;
    }
}
