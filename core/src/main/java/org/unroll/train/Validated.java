package org.unroll.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a validation found.
///
/// @param loss what early stopping and the best checkpoint go by: lower is better
/// @param metrics anything else worth showing, by name, in order
public record Validated(double loss, Map<String, Double> metrics) {
    /// Keeps a copy of the metrics in their order.
    public Validated {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /// A validation that only knows its loss.
    public static Validated of(double loss) {
        return new Validated(loss, Map.of());
    }
}
