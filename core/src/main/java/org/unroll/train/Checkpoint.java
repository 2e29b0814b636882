package org.unroll.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// Everything a training needs to go on as if it had not stopped.
///
/// @param tensors values by name, under `model.`, `optimizer.`, `carried.` and `history.`
/// @param progress everything that is no tensor, as text: iteration, best value, patience,
///   averages, and under `identity.` what a resumed run must have in common
public record Checkpoint(Map<String, Tensor> tensors, Map<String, String> progress) {
    /// Keeps copies of the maps in their order.
    public Checkpoint {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        progress = Collections.unmodifiableMap(new LinkedHashMap<>(progress));
    }

    /// Iterations done when this was saved.
    public long iteration() {
        return Long.parseLong(progress.get("iteration"));
    }
}
