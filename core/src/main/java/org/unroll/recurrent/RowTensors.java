package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Tensors with a row for each row of a batch, by name: given to a run beside its input, and read
/// at every timestep by the cell's step ([StepContext#perRow]). Gradients flow to them.
public final class RowTensors {
    private static final RowTensors NONE = new RowTensors(Map.of());

    private final Map<String, Tensor> tensors;

    private RowTensors(Map<String, Tensor> tensors) {
        this.tensors = tensors;
    }

    /// No tensors.
    public static RowTensors none() {
        return NONE;
    }

    /// One tensor.
    ///
    /// @param tensor `[rows, ...]`
    public static RowTensors of(String name, Tensor tensor) {
        return NONE.with(name, tensor);
    }

    /// These and another one.
    ///
    /// @param tensor `[rows, ...]`
    /// @throws IllegalArgumentException if there is one of this name
    public RowTensors with(String name, Tensor tensor) {
        if (tensors.containsKey(name)) {
            throw new IllegalArgumentException("two tensors per row are named \"" + name + "\"");
        }
        Map<String, Tensor> more = new LinkedHashMap<>(tensors);
        more.put(name, tensor);
        return new RowTensors(more);
    }

    /// The tensors by their names, in the order in which they came; unmodifiable.
    public Map<String, Tensor> asMap() {
        return Collections.unmodifiableMap(tensors);
    }

    /// The rows of several, one after the other.
    ///
    /// @param all at least one, each with the names and, but for the rows, the shapes of the first
    static RowTensors joined(List<RowTensors> all) {
        RowTensors first = all.getFirst();
        if (all.size() == 1 || first.tensors.isEmpty()) {
            return first;
        }
        return first.map(
                (name, _) -> Tensor.concat(0, all.stream().map(one -> one.get(name)).toList()));
    }

    /// The tensors of some of the rows.
    RowTensors rows(int... rows) {
        Tensor numbers = Tensor.of(rows, rows.length);
        return map((_, tensor) -> tensor.rows(numbers));
    }

    /// The same values, at which differentiation stops, for as long as they are wanted.
    RowTensors kept() {
        return map((_, tensor) -> tensor.kept());
    }

    /// A session's tensors in the order of the example that its model was frozen with.
    ///
    /// @throws IllegalArgumentException if there are others in it
    RowTensors orderedAs(RowTensors example) {
        if (!tensors.keySet().equals(example.tensors.keySet())) {
            throw new IllegalArgumentException(
                    "a session of this model brings tensors per row named %s but got %s; session(...) takes RowTensors"
                            .formatted(example.tensors.keySet(), tensors.keySet()));
        }
        return example.map((name, _) -> get(name));
    }

    /// Whether types and shapes are those of others with the same names.
    boolean isLike(RowTensors others) {
        return tensors.keySet().stream()
                .allMatch(name ->
                        get(name).type() == others.get(name).type()
                                && get(name).shape().equals(others.get(name).shape()));
    }

    private Tensor get(String name) {
        return Objects.requireNonNull(tensors.get(name));
    }

    private RowTensors map(BiFunction<String, Tensor, Tensor> function) {
        Map<String, Tensor> mapped = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> mapped.put(name, function.apply(name, tensor)));
        return new RowTensors(mapped);
    }

    List<Tensor> tensors() {
        return List.copyOf(tensors.values());
    }

    int index(String name) {
        int index = new ArrayList<>(tensors.keySet()).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the cell asks for a tensor per row \"%s\" but was given %s; run(...), frozen(...) and planText(...) take RowTensors"
                            .formatted(name, tensors.isEmpty() ? "none" : tensors.keySet()));
        }
        return index;
    }

    /// @return names and shapes, for messages: `{condition=[1, 4]}`
    @Override
    public String toString() {
        Map<String, Object> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return shapes.toString();
    }

    void check(int rows, DType type) {
        tensors.forEach((name, tensor) -> {
            if (tensor.rank() < 1 || tensor.dim(0) != rows || tensor.type() != type) {
                throw new IllegalArgumentException(
                        "expected a tensor per row \"%s\" of %s with %d rows but got %s %s"
                                .formatted(name, type, rows, tensor.type(), tensor.shape()));
            }
        });
    }
}
