package org.unroll.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.unroll.optim.Optimizer;
import org.unroll.optim.Schedule;

/// Trains a [Learner] on [TrainingData] with an optimizer.
///
/// Every iteration takes the next batch, differentiates the loss, clips the gradients and lets the
/// optimizer step. All that is random comes from the options' seed and the number of the iteration,
/// so equal trainings give equal bits, and so does one that was interrupted and resumed.
///
/// @param <B> a batch
public final class Trainer<B> {
    final Learner<B> learner;
    final TrainingData<B> data;
    final Optimizer optimizer;
    final FitOptions options;
    final Schedule schedule;
    final Optional<Validation> validation;
    final Map<String, String> identity;

    private Trainer(
            Learner<B> learner,
            TrainingData<B> data,
            Optimizer optimizer,
            FitOptions options,
            Schedule schedule,
            Optional<Validation> validation,
            Map<String, String> identity) {
        this.learner = Objects.requireNonNull(learner, "learner");
        this.data = Objects.requireNonNull(data, "data");
        this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
        this.options = Objects.requireNonNull(options, "options");
        this.schedule = Objects.requireNonNull(schedule, "schedule");
        this.validation = validation;
        this.identity = identity;
    }

    /// A trainer with a constant learning rate and no validation.
    public static <B> Trainer<B> of(
            Learner<B> learner, TrainingData<B> data, Optimizer optimizer, FitOptions options) {
        return new Trainer<>(
                learner, data, optimizer, options, Schedule.constant(), Optional.empty(), Map.of());
    }

    /// A copy whose learning rate follows a schedule, whose step is the iteration counted from 0. A
    /// [PlateauSchedule][org.unroll.optim.PlateauSchedule] is shown the loss of every validation,
    /// and its state is part of the checkpoints.
    public Trainer<B> withSchedule(Schedule schedule) {
        return new Trainer<>(learner, data, optimizer, options, schedule, validation, identity);
    }

    /// A copy that validates: at the end of every epoch, or as often as the options say. The model
    /// ends up with the parameters of the best validation.
    public Trainer<B> withValidation(Validation validation) {
        return new Trainer<>(
                learner, data, optimizer, options, schedule, Optional.of(validation), identity);
    }

    /// A copy that only resumes from a checkpoint with the same identity: what it was trained on,
    /// and how. Names and values are shown to the user where they differ.
    public Trainer<B> withIdentity(Map<String, String> identity) {
        return new Trainer<>(
                learner,
                data,
                optimizer,
                options,
                schedule,
                validation,
                Collections.unmodifiableMap(new LinkedHashMap<>(identity)));
    }

    /// Trains.
    ///
    /// @throws NonFiniteException if the loss or a gradient is not a finite number
    /// @throws org.unroll.data.InputException if the run is to be resumed and there is no
    ///   checkpoint, or one of another training
    public TrainingReport run(TrainingRun run) {
        return new Fitting<>(this, run).run();
    }
}
