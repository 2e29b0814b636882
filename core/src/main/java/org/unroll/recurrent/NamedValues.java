package org.unroll.recurrent;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Naming;
import org.unroll.tensor.Tensor;

/// The values of a cell's step that a run is asked to observe: further outputs of the step.
final class NamedValues {
    private final @Nullable List<String> wanted;
    private List<String> found = List.of();

    private NamedValues(@Nullable List<String> wanted) {
        this.wanted = wanted;
    }

    /// None.
    static NamedValues none() {
        return new NamedValues(null);
    }

    /// Those of some names; of all, if there are none here.
    static NamedValues of(String... names) {
        return new NamedValues(List.of(names));
    }

    /// The names in the order of the further outputs, after a step was taken.
    List<String> names() {
        return found;
    }

    /// Takes a step and collects what it names.
    <T> T collect(Map<String, Tensor> named, Supplier<T> step) {
        if (wanted == null) {
            return step.get();
        }
        return Naming.listened(
                (name, tensor) -> {
                    if (isWanted(name)) {
                        put(name, tensor, named);
                    }
                },
                step);
    }

    /// The wanted ones of what a step named.
    ///
    /// @param like the step's output, `[rows, ...]`
    List<Tensor> of(Map<String, Tensor> named, Tensor like) {
        if (wanted == null) {
            return List.of();
        }
        found = wanted.isEmpty() ? List.copyOf(named.keySet()) : wanted;
        return found.stream().map(name -> checked(name, named, like)).toList();
    }

    private boolean isWanted(String name) {
        return wanted != null && (wanted.isEmpty() || wanted.contains(name));
    }

    private static void put(String name, Tensor tensor, Map<String, Tensor> named) {
        if (named.put(name, tensor) != null) {
            throw new IllegalArgumentException(
                    "a step names two values \"" + name + "\": which one is meant?");
        }
    }

    private static Tensor checked(String name, Map<String, Tensor> named, Tensor like) {
        int rows = like.dim(0);
        Tensor tensor = named.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "the cell's step names no value \"" + name + "\"; see Tensor.named");
        }
        if (tensor.rank() < 1 || tensor.dim(0) != rows || tensor.type() != like.type()) {
            throw new IllegalArgumentException(
                    "\"%s\" cannot be observed: expected %s [%d, ...], a row for each row of the batch, but it is %s %s"
                            .formatted(name, like.type(), rows, tensor.type(), tensor.shape()));
        }
        return tensor;
    }
}
