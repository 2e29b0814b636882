package org.unroll.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Named tensors in a fixed order: the weights of a layer or a model, or an optimizer's state.
/// Names are those of PyTorch's state dictionaries, parts joined by dots.
public final class Parameters {
    private static final Parameters NONE = new Parameters(new LinkedHashMap<>());

    private final Map<String, Tensor> tensors;

    private Parameters(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /// No tensors.
    public static Parameters none() {
        return NONE;
    }

    /// These tensors, in the map's order.
    public static Parameters of(Map<String, Tensor> tensors) {
        return new Parameters(new LinkedHashMap<>(tensors));
    }

    /// One tensor.
    public static Parameters of(String name, Tensor tensor) {
        return new Parameters(new LinkedHashMap<>(Map.of(name, tensor)));
    }

    /// Two tensors.
    public static Parameters of(String name1, Tensor tensor1, String name2, Tensor tensor2) {
        return join(of(name1, tensor1), of(name2, tensor2));
    }

    /// Three tensors.
    public static Parameters of(
            String name1,
            Tensor tensor1,
            String name2,
            Tensor tensor2,
            String name3,
            Tensor tensor3) {
        return join(of(name1, tensor1), of(name2, tensor2), of(name3, tensor3));
    }

    /// Four tensors.
    public static Parameters of(
            String name1,
            Tensor tensor1,
            String name2,
            Tensor tensor2,
            String name3,
            Tensor tensor3,
            String name4,
            Tensor tensor4) {
        return join(of(name1, tensor1, name2, tensor2), of(name3, tensor3, name4, tensor4));
    }

    /// The tensors of all parts, in order.
    ///
    /// @throws IllegalArgumentException if a name occurs twice
    public static Parameters join(Parameters... parts) {
        return join(List.of(parts));
    }

    /// The tensors of all parts, in order.
    ///
    /// @throws IllegalArgumentException if a name occurs twice
    public static Parameters join(List<Parameters> parts) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        for (Parameters part : parts) {
            part.tensors.forEach((name, tensor) -> {
                if (all.put(name, tensor) != null) {
                    throw new IllegalArgumentException("two tensors are named '" + name + "'");
                }
            });
        }
        return new Parameters(all);
    }

    /// The same tensors under `prefix.name`.
    public Parameters under(String prefix) {
        return renamed(name -> prefix + "." + name);
    }

    /// The same tensors, each under the name that this gives for its own.
    ///
    /// @throws IllegalArgumentException if two get the same name
    public Parameters renamed(UnaryOperator<String> names) {
        List<Parameters> all = new ArrayList<>();
        tensors.forEach((name, tensor) -> all.add(of(names.apply(name), tensor)));
        return join(all);
    }

    /// Those tensors whose names fit, in order; none if no name does.
    public Parameters where(Predicate<String> names) {
        Map<String, Tensor> some = new LinkedHashMap<>(tensors);
        some.keySet().removeIf(names.negate());
        return new Parameters(some);
    }

    /// The names, in order.
    public Set<String> names() {
        return tensors.keySet();
    }

    /// The tensor of this name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Tensor get(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no tensor '" + name + "'; there are " + tensors.keySet());
        }
        return tensor;
    }

    /// Whether there is a tensor of this name.
    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    /// The tensors, in order. One that stands under two names (tied weights) occurs twice.
    public List<Tensor> tensors() {
        return new ArrayList<>(tensors.values());
    }

    /// Names and tensors, in order; unmodifiable.
    public Map<String, Tensor> asMap() {
        return tensors;
    }

    /// How many numbers there are in all tensors together, tied ones counted once.
    public long count() {
        Set<Tensor> distinct = new java.util.HashSet<>();
        distinct.addAll(tensors.values());
        return distinct.stream().mapToLong(Tensor::size).sum();
    }

    /// Copies values into these tensors, in place. Nothing is changed if anything does not fit.
    ///
    /// @throws IllegalArgumentException if a name is missing or unknown, a shape or type differs,
    ///   or a tensor under two names (tied weights) is to take two different values
    /// @throws IllegalStateException if a tensor is frozen
    public void load(Map<String, Tensor> values) {
        for (String name : values.keySet()) {
            if (!tensors.containsKey(name)) {
                throw new IllegalArgumentException(
                        "unexpected tensor '" + name + "'; expected " + tensors.keySet());
            }
        }
        tensors.forEach((name, tensor) -> {
            Tensor value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("tensor '" + name + "' is missing");
            }
            if (!value.shape().equals(tensor.shape()) || value.type() != tensor.type()) {
                throw new IllegalArgumentException(
                        "tensor '%s': expected %s %s but got %s %s"
                                .formatted(
                                        name,
                                        tensor.type(),
                                        tensor.shape(),
                                        value.type(),
                                        value.shape()));
            }
        });
        requireTiedEqual(values);
        tensors.values().forEach(Tensor::requireNotFrozen);
        tensors.forEach((name, tensor) ->
                tensor.updateInPlace(copyOf(Objects.requireNonNull(values.get(name)))));
    }

    /// From now on these tensors refuse updates, by optimizers, by loading and by
    /// [Tensor#updateInPlace], with their names; there is no way back. For models that many threads
    /// read at any time, see `RecurrentLayer.frozen()`. Not to be called while another thread
    /// updates one of them.
    public void freeze() {
        tensors.forEach((name, tensor) -> tensor.freeze(name));
    }

    private void requireTiedEqual(Map<String, Tensor> values) {
        Map<Tensor, String> names = new HashMap<>(); // tensors compare by identity
        tensors.forEach((name, tensor) -> {
            String other = names.putIfAbsent(tensor, name);
            if (other != null
                    && !sameBits(
                            Objects.requireNonNull(values.get(other)),
                            Objects.requireNonNull(values.get(name)))) {
                throw new IllegalArgumentException(
                        "'%s' and '%s' are one tensor here but the values for them differ"
                                .formatted(other, name));
            }
        });
    }

    private static boolean sameBits(Tensor a, Tensor b) {
        return a == b || Objects.deepEquals(a.array(), b.array());
    }

    private static Consumer<Object> copyOf(Tensor value) {
        return array -> System.arraycopy(value.array(), 0, array, 0, value.size());
    }
}
