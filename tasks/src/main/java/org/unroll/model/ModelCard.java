package org.unroll.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Shape;

/// What a model file says about itself, for people.
///
/// @param task `text` or `classes`
/// @param configuration the options it was made and trained with, by name, in order
/// @param vocabularySize tokens, special ones included
/// @param labels the classes of a classifier; empty for a text model
/// @param provenance how it came to be
/// @param tensors name, shape and type of every tensor, in the file's order
/// @param parameters numbers in all tensors together
public record ModelCard(
        String task,
        Map<String, String> configuration,
        int vocabularySize,
        List<String> labels,
        Provenance provenance,
        List<TensorLine> tensors,
        long parameters) {
    /// Keeps copies.
    public ModelCard {
        configuration = Collections.unmodifiableMap(new LinkedHashMap<>(configuration));
        labels = List.copyOf(labels);
        tensors = List.copyOf(tensors);
    }

    /// A tensor of the file.
    ///
    /// @param name its name
    /// @param shape its shape
    /// @param type `float32` or `float64`
    public record TensorLine(String name, Shape shape, String type) {}
}
