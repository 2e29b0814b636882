package org.unroll.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.unroll.data.Padding;
import org.unroll.data.Vocabulary;
import org.unroll.examples.Notebook003.CharNetwork;
import org.unroll.examples.Notebook003.Parts;
import org.unroll.examples.support.LineChart;
import org.unroll.examples.support.TextSamples;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Init;
import org.unroll.nn.Sequence;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Schedule;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.train.TrainingStep;

/// Notebook 003, second part: how the original trains, and how well its network does.
final class Notebook003Learning {
    private Notebook003Learning() {}

    // %% [markdown]
    // ## Batches, losses, plans
    //
    // A batch has inputs and, as targets, what comes after each of them. The original's batches are
    // crops: 150 characters from anywhere in the text, one crop at a time, that may begin in the
    // middle of a name. Below we shall also want whole names, many at a time. They are not equally
    // long, and the sequence knows how long each is.
    // %%
    record Batch(Sequence inputs, Tensor targets) {
        static Batch crop(int[] tokens, int start, int length) {
            var inputs = Arrays.copyOfRange(tokens, start, start + length);
            var targets = Arrays.copyOfRange(tokens, start + 1, start + length + 1);
            return new Batch(
                    Sequence.of(Tensor.of(inputs, 1, length)), Tensor.of(targets, 1, length));
        }

        static Batch names(List<int[]> names) {
            var inputs = names.stream().map(name -> Arrays.copyOf(name, name.length - 1)).toList();
            var targets =
                    names.stream().map(name -> Arrays.copyOfRange(name, 1, name.length)).toList();
            return new Batch(Padding.sequence(inputs, 0), Padding.sequence(targets, 0).values());
        }
    }

    // %% [markdown]
    // The loss of names that the network does not learn from: the mean over all their characters,
    // in nats. Knowing nothing would be the logarithm of 30, 3.40.
    // %%
    static double validation(CharNetwork network, List<int[]> held) {
        double sum = 0;
        int count = 0;
        for (int from = 0; from < held.size(); from += 64) {
            var names = held.subList(from, Math.min(from + 64, held.size()));
            var batch = Batch.names(names);
            int read = names.stream().mapToInt(name -> name.length - 1).sum();
            var logits = network.forward(batch.inputs());
            sum += read * CrossEntropy.standard().of(logits, batch.targets()).item();
            count += read;
        }
        return sum / count;
    }

    // %% [markdown]
    // One loop for every training on this page. A plan says how many iterations, how many of them
    // between two samples (0 for no samples), how the learning rate goes, and to which length
    // gradients are clipped (0 for never). How the network writes a sample is left to the caller.
    // %%
    record Plan(int iterations, int every, double learningRate, Schedule schedule, double clip) {}

    // %%
    record Trained(CharNetwork network, double[] losses, double[] held, List<String> samples) {
        double lastHundred() {
            return Arrays.stream(losses).skip(losses.length - 100).average().orElseThrow();
        }
    }

    // %%
    static Trained train(
            CharNetwork network,
            Plan plan,
            Supplier<Batch> batches,
            List<int[]> names,
            Function<CharNetwork, String> writing) {
        var adam = new Adam(network.parameters(), AdamOptions.of(plan.learningRate()));
        var step = TrainingStep.of(network.parameters(), adam).withClipNorm(plan.clip());
        var losses = new double[plan.iterations()];
        var held = new ArrayList<Double>();
        var samples = new ArrayList<String>();
        for (int i = 0; i < plan.iterations(); i++) {
            adam.learningRate(plan.schedule().rate(i, plan.learningRate()));
            var batch = batches.get();
            losses[i] =
                    step.run(() -> {
                        var logits = network.forward(batch.inputs());
                        return CrossEntropy.standard().of(logits, batch.targets());
                    });
            if (plan.every() > 0 && i % plan.every() == 0) {
                held.add(validation(network, names));
                samples.add(writing.apply(network));
                String both = "iteration %d, loss %.4f, of names held back %.4f";
                IO.println(both.formatted(i, losses[i], held.getLast()));
                IO.println(samples.getLast().indent(4).stripTrailing());
            }
        }
        held.add(validation(network, names));
        samples.add(writing.apply(network));
        var curve = held.stream().mapToDouble(Double::doubleValue).toArray();
        return new Trained(network, losses, curve, samples);
    }

    // %% [markdown]
    // ## Training
    //
    // The original's settings: 700 crops of 150 characters, Adam with a learning rate of 0.002.
    // %%
    static Trained asInTheNotebook(
            Run run, int every, Vocabulary vocabulary, Parts parts, Rng rng) {
        int length = run.quickOr(60, 150);
        int hidden = run.quickOr(48, 512);
        var init = Init.pytorch(rng.fork("first")).withType(DType.FLOAT64);
        var network = CharNetwork.of(vocabulary.size(), hidden, run.quickOr(2, 3), init);
        var crops = rng.fork("crops");
        var samples = rng.fork("samples");
        var tokens = parts.tokens();
        return train(
                network,
                new Plan(run.quickOr(100, 700), every, 0.002, Schedule.constant(), 0),
                () -> Batch.crop(tokens, crops.nextInt(tokens.length - length), length),
                parts.held(),
                writer -> Notebook003.written(writer, 2, vocabulary, samples));
    }

    static Trained training(Run run, Vocabulary vocabulary, Parts parts, Rng rng) {
        // %% [markdown]
        // The original calls each crop an epoch, though one is to see all data, and 700 crops are a
        // seventh of it. What it prints as "cumulative loss" is that of the last crop alone, which
        // goes up and down with what the crop happens to hold; it printed 3.387, 2.416, 2.446,
        // 2.219, 2.181, 2.544 and 1.996. And it calls the targets `val_sequence`, but it validates
        // nothing. We print the loss of the names held back beside it.
        // %%
        int every = run.quickOr(25, 100);
        var results = new ArrayList<Trained>();
        run.time(
                "training as in the notebook",
                () -> results.add(asInTheNotebook(run, every, vocabulary, parts, rng)));
        var first = results.getFirst();
        IO.println("mean loss of the last 100 iterations %.3f".formatted(first.lastHundred()));
        // %% [markdown]
        // The losses of crops are noise around the other curve.
        // %%
        var iterations = IntStream.range(0, first.losses().length).asDoubleStream().toArray();
        var at = IntStream.range(0, first.held().length).mapToDouble(i -> i * every).toArray();
        run.show(
                "loss",
                LineChart.of("Training as in the notebook", "iteration", "nats per character")
                        .with("one crop", iterations, first.losses())
                        .with("names held back", at, first.held()));
        var written = TextSamples.of("What it writes");
        for (int i = 0; i < first.samples().size(); i++) {
            written = written.with("iteration " + i * every, first.samples().get(i));
        }
        run.show("samples", written);
        return first;
    }
}
