package org.unroll.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.data.InputException;
import org.unroll.optim.Optimizer;
import org.unroll.optim.PlateauSchedule;
import org.unroll.optim.Schedule;
import org.unroll.tensor.Tensor;

/// Takes and restores checkpoints of a learner, its optimizer and the trainer's own state.
final class Snapshots {
    static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String CARRIED = "carried.";
    private static final String SCHEDULE = "schedule.";
    private static final String IDENTITY = "identity.";

    private final Learner<?> learner;
    private final Optimizer optimizer;
    private final Schedule schedule;
    private final Map<String, String> identity;

    Snapshots(
            Learner<?> learner,
            Optimizer optimizer,
            Schedule schedule,
            Map<String, String> identity) {
        this.learner = learner;
        this.optimizer = optimizer;
        this.schedule = schedule;
        this.identity = identity;
    }

    Checkpoint last(TrainingState state) {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model(learner.parameters().asMap()));
        put(tensors, OPTIMIZER, optimizer.state().asMap());
        put(tensors, CARRIED, learner.carried());
        if (schedule instanceof PlateauSchedule plateau) {
            put(tensors, SCHEDULE, plateau.state().asMap());
        }
        tensors.putAll(state.tensors());
        return new Checkpoint(tensors, progress(state));
    }

    Checkpoint best(TrainingState state, Map<String, Tensor> parameters) {
        return new Checkpoint(model(parameters), progress(state));
    }

    /// Brings back the last checkpoint. Nothing is changed if it belongs to another training.
    TrainingState restore(Checkpoint checkpoint) {
        identity.forEach((name, wanted) -> {
            String was = checkpoint.progress().get(IDENTITY + name);
            if (!wanted.equals(was)) {
                throw new InputException(
                        "the checkpoint belongs to another training: %s was %s, now it is %s"
                                .formatted(name, was, wanted));
            }
        });
        TrainingState state = TrainingState.restored(checkpoint);
        try {
            learner.parameters().load(part(checkpoint, MODEL));
            optimizer.load(part(checkpoint, OPTIMIZER));
            learner.carry(part(checkpoint, CARRIED));
            if (schedule instanceof PlateauSchedule plateau) {
                plateau.load(part(checkpoint, SCHEDULE));
            }
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "the checkpoint belongs to another training: " + e.getMessage(), e);
        }
        return state;
    }

    /// The tensors of a checkpoint under a prefix, without it.
    static Map<String, Tensor> part(Checkpoint checkpoint, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        checkpoint
                .tensors()
                .forEach((name, tensor) -> {
                    if (name.startsWith(prefix)) {
                        part.put(name.substring(prefix.length()), tensor);
                    }
                });
        return part;
    }

    private Map<String, String> progress(TrainingState state) {
        Map<String, String> progress = state.values();
        identity.forEach((name, value) -> progress.put(IDENTITY + name, value));
        return progress;
    }

    private static Map<String, Tensor> model(Map<String, Tensor> parameters) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        put(tensors, MODEL, parameters);
        return tensors;
    }

    private static void put(Map<String, Tensor> into, String prefix, Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> into.put(prefix + name, tensor));
    }
}
