package org.unroll.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// How a model came to be. Holds no date and no machine, so that the same training writes the same bytes.
///
/// @param data what it was trained on
/// @param seed the training's seed
/// @param iterations updates done
/// @param metrics what was measured at the end, by name, in order
/// @param unrollVersion the version of Unroll that wrote the model
public record Provenance(
        DataSource data, long seed, long iterations, Map<String, Double> metrics, String unrollVersion) {
    /// Keeps a copy of the metrics in their order.
    public Provenance {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
