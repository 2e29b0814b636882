package org.unroll.internal.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Operation;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Tensor;

/// The tensors of one call that do not depend on rows: those that the step captured, those computed
/// of them, and, after the derivative has run, the sums over rows and what is made of these.
final class Constants {
    private final List<Recording.Node> nodes;
    private final Map<Integer, Tensor> known = new HashMap<>();

    Constants(List<Recording.Node> nodes) {
        this.nodes = nodes;
    }

    void put(int node, Tensor tensor) {
        known.put(node, tensor);
    }

    Tensor get(int number) {
        @Nullable Tensor tensor = known.get(number);
        if (tensor != null) {
            return tensor;
        }
        Recording.Node node = nodes.get(number);
        if (node.isCaptured()) {
            return node.tensor();
        }
        Operation operation = Objects.requireNonNull(node.operation());
        List<Tensor> inputs = node.inputs().stream().map(this::get).toList();
        tensor = operation.compute(inputs, node.tensor().shape());
        known.put(number, tensor);
        return tensor;
    }
}
