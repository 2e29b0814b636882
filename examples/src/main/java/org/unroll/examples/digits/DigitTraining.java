package org.unroll.examples.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unroll.examples.Run;
import org.unroll.formats.idx.LabelledImages;
import org.unroll.loss.CrossEntropy;
import org.unroll.metric.Accuracy;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.optim.RmsProp;
import org.unroll.optim.RmsPropOptions;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.train.NonFiniteException;
import org.unroll.train.RowBatches;
import org.unroll.train.TrainingStep;

/// Trains networks on the same images in the same way, as Keras's `fit` does, and tries them on
/// others.
///
/// Each epoch has its own order of the images. The loss is the cross entropy with one-hot targets.
/// Everything random comes from the seeds of the [Run], one training for each.
public final class DigitTraining {
    private static final int DIGITS = 10;
    private static final int BATCH = 32;
    private static final int TEST_BATCH = 128;
    private static final int DRAWS = 5;
    private static final int POINTS = 50;

    private final Run run;
    private final LabelledImages train;
    private final LabelledImages test;
    private final int epochs;
    private final RmsPropOptions options;
    private final Map<String, DigitResult> results;

    private DigitTraining(
            Run run,
            LabelledImages train,
            LabelledImages test,
            int epochs,
            RmsPropOptions options,
            Map<String, DigitResult> results) {
        this.run = run;
        this.train = train;
        this.test = test;
        this.epochs = epochs;
        this.options = options;
        this.results = results;
    }

    /// Trainings in batches of 32.
    ///
    /// @param train to learn from
    /// @param test to try the networks on
    /// @param epochs passes over all images to learn from
    public static DigitTraining of(
            Run run,
            LabelledImages train,
            LabelledImages test,
            int epochs,
            RmsPropOptions options) {
        return new DigitTraining(run, train, test, epochs, options, new LinkedHashMap<>());
    }

    /// The same with another optimizer. The results stand with those of this one.
    public DigitTraining with(RmsPropOptions options) {
        return new DigitTraining(run, train, test, epochs, options, results);
    }

    /// The images to learn from.
    public LabelledImages train() {
        return train;
    }

    /// The images to try the networks on.
    public LabelledImages test() {
        return test;
    }

    /// What came of all networks so far.
    public List<DigitResult> results() {
        return List.copyOf(results.values());
    }

    /// Trains a network once for each seed, tries it, and prints how it goes.
    ///
    /// A network that begins with a random state is tried five times, each with other states.
    ///
    /// @param name another one for each network
    /// @param make a new network
    public DigitResult fit(String name, Function<Init, DigitModel> make) {
        List<DigitResult.Trained> trained = new ArrayList<>();
        long parameters = 0;
        int failed = 0;
        for (int i = 0; i < run.seeds(); i++) {
            long seed = run.seed() + i;
            String label = run.seeds() == 1 ? name : "%s, seed %d".formatted(name, seed);
            Rng rng = Rng.seeded(seed);
            DigitModel model = make.apply(Init.keras(rng.fork("weights")));
            parameters = model.parameters().count();
            try {
                trained.add(train(label, model, rng));
            } catch (NonFiniteException e) {
                failed++;
                IO.println("%s: not finite any more at batch %d".formatted(label, e.iteration()));
            }
        }
        DigitResult result = new DigitResult(name, parameters, trained, failed);
        results.put(name, result);
        return result;
    }

    private DigitResult.Trained train(String label, DigitModel model, Rng rng) {
        RowBatches<int[]> batches =
                RowBatches.shuffled(train.size(), BATCH, rng.fork("order"), places -> places);
        TrainingStep step =
                TrainingStep.of(model.parameters(), new RmsProp(model.parameters(), options));
        double[] losses = new double[epochs * batches.perEpoch()];
        for (int epoch = 0; epoch < epochs; epoch++) {
            int number = epoch;
            String which = "%s, epoch %d/%d".formatted(label, epoch + 1, epochs);
            run.time(
                    which,
                    () -> {
                        int first = number * batches.perEpoch();
                        Accuracy seen = Accuracy.none();
                        for (int i = 0; i < batches.perEpoch(); i++) {
                            int[] places = batches.batch(number, i);
                            Mode mode = Mode.training(rng.fork("batches").fork(first + i));
                            Accuracy[] here = new Accuracy[1];
                            losses[first + i] = step.run(() -> loss(model, places, mode, here));
                            seen = seen.plus(here[0]);
                        }
                        double loss = mean(losses, first, first + batches.perEpoch());
                        IO.println(
                                "%s: loss %.4f, accuracy %.4f"
                                        .formatted(which, loss, seen.value()));
                    });
        }
        int stretch = Math.max(1, losses.length / POINTS);
        double[] curve = new double[losses.length / stretch];
        Arrays.setAll(curve, i -> mean(losses, i * stretch, (i + 1) * stretch));
        return evaluated(label, model, rng, curve, stretch);
    }

    private Tensor loss(DigitModel model, int[] places, Mode mode, Accuracy[] seen) {
        Tensor logits = model.logits(train.pixels(places), mode, mode.nextSite());
        Tensor digits = train.labels(places);
        seen[0] = Accuracy.of(logits, digits);
        return CrossEntropy.standard().of(logits, digits.oneHot(DIGITS, DType.FLOAT32));
    }

    private DigitResult.Trained evaluated(
            String label, DigitModel model, Rng rng, double[] curve, int stretch) {
        double[] accuracies = new double[model.startsAtRandom() ? DRAWS : 1];
        int[] first = new int[0];
        for (int draw = 0; draw < accuracies.length; draw++) {
            int[] predicted = predictions(model, rng.fork("evaluation").fork(draw));
            first = draw == 0 ? predicted : first;
            int right = 0;
            for (int i = 0; i < predicted.length; i++) {
                right += predicted[i] == test.label(i) ? 1 : 0;
            }
            accuracies[draw] = (double) right / predicted.length;
        }
        DigitResult.Trained trained = new DigitResult.Trained(curve, stretch, accuracies, first);
        IO.println("%s: test accuracy %.4f".formatted(label, trained.accuracy()));
        return trained;
    }

    private int[] predictions(DigitModel model, Rng start) {
        RowBatches<int[]> batches = RowBatches.inOrder(test.size(), TEST_BATCH, places -> places);
        int[] predicted = new int[test.size()];
        for (int i = 0; i < batches.perEpoch(); i++) {
            int[] places = batches.batch(0, i);
            Tensor images = test.pixels(places);
            Tensor logits = model.logits(images, Mode.inference(), start.fork(i));
            int[] found = logits.argmax(-1).toInts();
            System.arraycopy(found, 0, predicted, places[0], found.length);
        }
        return predicted;
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElseThrow();
    }
}
