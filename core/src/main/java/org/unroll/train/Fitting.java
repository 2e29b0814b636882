package org.unroll.train;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.unroll.data.InputException;
import org.unroll.nn.Mode;
import org.unroll.optim.PlateauSchedule;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// One run of a trainer.
final class Fitting<B> {
    private final Trainer<B> trainer;
    private final FitOptions options;
    private final TrainingRun run;
    private final Snapshots snapshots;
    private final TrainingStep step;
    private final Rng rng;
    private final int perEpoch;
    private final long iterations;
    private final double baseRate;
    private TrainingState state = new TrainingState();
    private Map<String, Tensor> best = Map.of();
    private long savedIteration = -1;
    private long savedTime;

    Fitting(Trainer<B> trainer, TrainingRun run) {
        this.trainer = trainer;
        this.options = trainer.options;
        this.run = run;
        this.perEpoch = trainer.data.perEpoch();
        if (perEpoch < 1) {
            throw new IllegalArgumentException(
                    "expected at least 1 batch per epoch but got " + perEpoch);
        }
        this.iterations =
                options.iterations() > 0
                        ? options.iterations()
                        : Math.multiplyExact((long) options.epochs(), perEpoch);
        this.rng = Rng.seeded(options.seed()).fork("training");
        this.baseRate = trainer.optimizer.learningRate();
        this.step =
                TrainingStep.of(trainer.learner.parameters(), trainer.optimizer)
                        .withClipNorm(options.clipNorm())
                        .withClipValue(options.clipValue());
        this.snapshots =
                new Snapshots(trainer.learner, trainer.optimizer, trainer.schedule, identity());
    }

    /// What a resumed run must have in common with the one before it. How long to train, and how
    /// patiently, may change; so may learning rate and clipping, which are the way out of a
    /// training that diverged.
    private Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>(trainer.identity);
        identity.put("seed", Long.toString(options.seed()));
        identity.put("batches per epoch", Integer.toString(perEpoch));
        identity.put("iterations between validations", Long.toString(options.validateEvery()));
        return identity;
    }

    TrainingReport run() {
        begin();
        Speed speed = new Speed(state.iteration);
        StopReason reason =
                state.iteration > 0 && state.iteration >= iterations
                        ? StopReason.ALREADY_DONE
                        : train(speed);
        trainer.optimizer.learningRate(baseRate);
        if (reason != StopReason.REQUESTED && state.best.exists()) {
            trainer.learner.parameters().load(best);
        }
        TrainingReport report = report(reason, speed.elapsed());
        run.listener().finished(report);
        return report;
    }

    private StopReason train(Speed speed) {
        if (!exhausted()) {
            run.listener().started(state.iteration + 1, iterations);
        }
        StopReason reason = loop(speed);
        save();
        return reason;
    }

    private void begin() {
        if (run.resume()) {
            Checkpoint last =
                    run.checkpoints()
                            .load(CheckpointStore.Slot.LAST)
                            .orElseThrow(() ->
                                    new InputException(
                                            "there is no checkpoint to resume from: no "
                                                    + run.checkpoints()
                                                            .name(CheckpointStore.Slot.LAST)));
            state = snapshots.restore(last);
            savedIteration = state.iteration;
            savedTime = System.nanoTime();
            if (state.best.exists()) {
                best = Snapshots.part(bestCheckpoint(), Snapshots.MODEL);
            }
        } else {
            save(); // so that there is one to resume from, whenever the program is killed
            run.checkpoints().delete(CheckpointStore.Slot.BEST); // of an earlier training
        }
    }

    /// The best checkpoint is saved before the last one. If the program was killed between the two,
    /// it is newer than the last one knows; the resumed run comes to the same place and saves the
    /// same bits again.
    private Checkpoint bestCheckpoint() {
        return run.checkpoints()
                .load(CheckpointStore.Slot.BEST)
                .orElseThrow(() ->
                        new InputException(
                                "the best checkpoint is missing beside the last one: no "
                                        + run.checkpoints().name(CheckpointStore.Slot.BEST)));
    }

    private StopReason loop(Speed speed) {
        while (true) {
            if (exhausted()) {
                return StopReason.NO_IMPROVEMENT;
            }
            if (state.iteration >= iterations) {
                return StopReason.COMPLETED;
            }
            if (run.stop().getAsBoolean()) {
                return StopReason.REQUESTED;
            }
            Progress progress = iterate(speed);
            run.listener().iteration(progress);
            if (validationIsDue()) {
                validate(progress);
            }
            if (checkpointIsDue()) {
                save();
            }
        }
    }

    private boolean exhausted() {
        return trainer.validation.isPresent() && state.best.exhausted(options.patience());
    }

    private Progress iterate(Speed speed) {
        long iteration = state.iteration;
        int epoch = Math.toIntExact(iteration / perEpoch);
        B batch = trainer.data.batch(epoch, (int) (iteration % perEpoch));
        Map<String, Tensor> carried = trainer.learner.carried();
        Supplier<Tensor> loss =
                () ->
                        trainer.learner.loss(
                                batch, Mode.training(rng.fork("iteration").fork(iteration)));
        double rate = trainer.schedule.rate(iteration, baseRate);
        trainer.optimizer.learningRate(rate);
        double value = stepped(loss, carried);
        state.iteration++;
        state.recent.add(value);
        state.curve.add(state.iteration, value);
        return new Progress(
                state.iteration,
                iterations,
                epoch + 1,
                epochs(iterations),
                value,
                state.recent.value(),
                step.gradientNorm(),
                rate,
                speed.perSecond(state.iteration),
                speed.left(state.iteration, iterations));
    }

    /// The loss, after the update. If there is none, the learner carries what it did before.
    private double stepped(Supplier<Tensor> loss, Map<String, Tensor> carried) {
        boolean done = false;
        try {
            double value =
                    step.run(
                            loss,
                            (notFinite, gradients) -> {
                                trainer.learner.carry(carried);
                                return failure(state.iteration + 1, notFinite, loss, gradients);
                            },
                            this::keepCarried);
            done = true;
            return value;
        } finally {
            if (!done) {
                trainer.learner.carry(carried);
            }
        }
    }

    /// What the learner carries to the next batch was made in the step's memory: it gets copies
    /// that outlive the step.
    private void keepCarried() {
        Map<String, Tensor> carried = trainer.learner.carried();
        if (!carried.values().stream().allMatch(Tensor::lasts)) {
            Map<String, Tensor> kept = new LinkedHashMap<>();
            carried.forEach((name, tensor) -> kept.put(name, tensor.kept()));
            trainer.learner.carry(kept);
        }
    }

    private NonFiniteException failure(
            long iteration, double value, Supplier<Tensor> loss, Gradients gradients) {
        String found = Diagnosis.of(trainer.learner.parameters(), loss, gradients);
        return new NonFiniteException(
                iteration,
                "iteration %d: the %s: %s%s"
                        .formatted(
                                iteration,
                                Double.isFinite(value)
                                        ? "gradients' norm is not finite"
                                        : "loss is " + value,
                                found,
                                wayOut()));
    }

    /// Parameters that are not finite are never saved: the last good checkpoint is worth more.
    private void checkParameters() {
        trainer.learner
                .parameters()
                .asMap()
                .forEach((name, tensor) -> {
                    if (!tensor.isFinite()) {
                        throw new NonFiniteException(
                                state.iteration,
                                "iteration %d: its update made %s not finite%s"
                                        .formatted(state.iteration, name, wayOut()));
                    }
                });
    }

    private String wayOut() {
        String help = "a lower learning rate or clipping usually helps";
        return run.checkpoints()
                .load(CheckpointStore.Slot.LAST)
                .map(last ->
                        "; the last checkpoint is of iteration %d, from which the training can be resumed: %s"
                                .formatted(last.iteration(), help))
                .orElse("; " + help);
    }

    private boolean validationIsDue() {
        if (trainer.validation.isEmpty()) {
            return false;
        }
        long every = options.validateEvery() > 0 ? options.validateEvery() : perEpoch;
        return state.iteration % every == 0 || state.iteration == iterations;
    }

    private void validate(Progress progress) {
        Validated validated = trainer.validation.orElseThrow().measure();
        state.validations.add(new LossPoint(state.iteration, validated.loss()));
        if (trainer.schedule instanceof PlateauSchedule plateau) {
            plateau.observe(validated.loss());
        }
        boolean improved = state.best.take(state.iteration, validated.loss());
        if (improved) {
            best = Copies.of(trainer.learner.parameters().asMap());
            run.checkpoints().save(CheckpointStore.Slot.BEST, snapshots.best(state, best));
        }
        run.listener().validated(progress, validated, improved);
    }

    private boolean checkpointIsDue() {
        long every = options.checkpointEvery();
        Duration interval = options.checkpointInterval();
        return (every > 0 && state.iteration % every == 0)
                || (interval.isPositive() && System.nanoTime() - savedTime >= interval.toNanos());
    }

    private void save() {
        if (savedIteration == state.iteration) {
            return;
        }
        checkParameters();
        long start = System.nanoTime();
        run.checkpoints().save(CheckpointStore.Slot.LAST, snapshots.last(state));
        savedIteration = state.iteration;
        savedTime = System.nanoTime();
        run.listener().saved(state.iteration, Duration.ofNanos(savedTime - start));
    }

    private TrainingReport report(StopReason reason, Duration time) {
        return new TrainingReport(
                reason,
                state.iteration,
                epochs(state.iteration),
                state.recent.value(),
                state.best.exists() ? state.best.iteration() : state.iteration,
                state.best.exists() ? OptionalDouble.of(state.best.loss()) : OptionalDouble.empty(),
                state.curve.points(state.iteration),
                state.validations,
                time);
    }

    private int epochs(long iterations) {
        return Math.toIntExact(Math.ceilDiv(iterations, perEpoch));
    }
}
