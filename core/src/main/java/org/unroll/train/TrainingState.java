package org.unroll.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unroll.data.InputException;
import org.unroll.tensor.Tensor;

/// Everything a trainer knows besides the model and the optimizer, and its form in a checkpoint.
final class TrainingState {
    /// Iterations done.
    long iteration;

    RecentMean recent = new RecentMean();
    LossCurve curve = new LossCurve();
    BestSoFar best = new BestSoFar();
    final List<LossPoint> validations = new ArrayList<>();

    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.putAll(curve.tensors("history.losses"));
        tensors.putAll(Points.tensors("history.validations", validations));
        return tensors;
    }

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("iteration", Long.toString(iteration));
        values.put("recent", recent.text());
        values.putAll(curve.values());
        values.putAll(best.values());
        return values;
    }

    static TrainingState restored(Checkpoint checkpoint) {
        Function<String, String> values = name -> value(checkpoint, name);
        TrainingState state = new TrainingState();
        try {
            state.iteration = Long.parseLong(values.apply("iteration"));
            state.recent = RecentMean.restored(values.apply("recent"));
            state.curve = LossCurve.restored("history.losses", checkpoint.tensors(), values);
            state.best = BestSoFar.restored(values);
        } catch (NumberFormatException e) {
            throw new InputException("the checkpoint is damaged: " + e.getMessage(), e);
        }
        state.validations.addAll(Points.restored("history.validations", checkpoint.tensors()));
        return state;
    }

    private static String value(Checkpoint checkpoint, String name) {
        String value = checkpoint.progress().get(name);
        if (value == null) {
            throw new InputException(
                    "the checkpoint is damaged: \"%s\" is missing".formatted(name));
        }
        return value;
    }
}
