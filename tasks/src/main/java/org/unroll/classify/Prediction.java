package org.unroll.classify;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a classifier says about a text.
///
/// @param text the text as it was given
/// @param label the likeliest class
/// @param probability its probability
/// @param probabilities every class's probability, in the order of the classifier's classes
public record Prediction(
        String text, String label, double probability, Map<String, Double> probabilities) {
    /// Keeps a copy in order.
    public Prediction {
        probabilities = Collections.unmodifiableMap(new LinkedHashMap<>(probabilities));
    }
}
