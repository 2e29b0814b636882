package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Collects the gradients of the state after every timestep while a run is differentiated: along
/// all ways by which the loss depends on it, the output of the same timestep included.
public final class StateGradients {
    private final Map<Integer, Tensor> whole = new HashMap<>();
    private final Map<Integer, Map<Integer, Tensor>> steps = new HashMap<>();

    /// Nothing yet.
    public StateGradients() {}

    /// Of one of the state's tensors at all timesteps, as they are returned.
    void put(int state, Tensor gradients) {
        whole.put(state, gradients);
    }

    /// Follows one of the state's tensors after one timestep.
    void watch(int state, int t, Tensor tensor) {
        Autograd.watch(
                tensor,
                gradient -> steps.computeIfAbsent(state, _ -> new HashMap<>()).put(t, gradient));
    }

    /// The gradients of each of the state's tensors, `[rows, steps, ...]` or time first; zeros
    /// where the loss does not depend on it.
    ///
    /// @param initial the state's tensors before the first timestep
    public List<Tensor> gradients(List<Tensor> initial, SequenceSteps timesteps) {
        List<Tensor> all = new ArrayList<>();
        for (int i = 0; i < initial.size(); i++) {
            Tensor known = whole.get(i);
            all.add(known != null ? known : stacked(i, initial.get(i), timesteps));
        }
        return all;
    }

    private Tensor stacked(int state, Tensor like, SequenceSteps timesteps) {
        int count = timesteps.steps();
        int axis = timesteps.timeAxis();
        Shape shape = like.shape().inserted(axis, count);
        Map<Integer, Tensor> known = steps.getOrDefault(state, Map.of());
        if (count == 0 || known.isEmpty()) {
            return Tensor.zeros(like.type(), shape.dims());
        }
        Tensor zeros = Tensor.zeros(like.type(), like.shape().dims());
        List<Tensor> parts = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            parts.add(known.getOrDefault(t, zeros));
        }
        return Tensor.stack(axis, parts);
    }
}
