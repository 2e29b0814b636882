package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    Map<String, Tensor> asMap() {
        return Collections.unmodifiableMap(tensors);
    }

    List<Tensor> tensors() {
        return List.copyOf(tensors.values());
    }

    int index(String name) {
        int index = new ArrayList<>(tensors.keySet()).indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "the cell asks for a tensor per row \"%s\" but was given %s; run(...) and planText(...) take RowTensors"
                            .formatted(name, tensors.isEmpty() ? "none" : tensors.keySet()));
        }
        return index;
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
