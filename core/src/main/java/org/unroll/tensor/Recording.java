package org.unroll.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// A function of tensors as the list of operations that it does, without any values: it is run once
/// on tensors that only have a shape. Tensors with values that it meets on the way are captured.
///
/// The engine records a cell's step in this way; see the package `org.unroll.recurrent`.
public final class Recording {
    /// One value of the function.
    ///
    /// @param operation what makes it; null for an argument or a captured tensor
    /// @param inputs the numbers of the values that it is made of
    /// @param tensor its shape and type; with its elements if captured
    public record Node(@Nullable Operation operation, List<Integer> inputs, Tensor tensor) {
        /// Whether this is a tensor with values that the function met.
        public boolean isCaptured() {
            return operation == null && tensor.recording() == null;
        }

        /// Whether this is an argument of the function.
        public boolean isArgument() {
            return operation == null && tensor.recording() != null;
        }
    }

    /// A function with its own derivative, by the numbers of what goes in and comes out.
    private record Custom(int[] inputs, int[] outputs, ReverseSweep.Rule rule) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<Integer, Custom> customs = new HashMap<>(); // by each output's number
    private final Map<Tensor, Integer> numbers = new HashMap<>();
    private boolean closed;

    /// A recording of nothing yet: add arguments and compute with them.
    public Recording() {}

    /// A new argument.
    public Tensor argument(Shape shape, DType type) {
        Tensor tensor = Tensor.recorded(this, shape, type);
        put(new Node(null, List.of(), tensor));
        return tensor;
    }

    /// Whether a tensor is a value of a recording, which has no elements.
    public static boolean isRecorded(Tensor tensor) {
        return tensor.recording() != null;
    }

    /// Ends the recording: computing with its tensors is an error from now on.
    public void close() {
        closed = true;
    }

    Tensor add(Operation operation, List<Tensor> inputs) {
        if (closed) {
            throw new IllegalStateException(
                    "a tensor of a recorded step was kept and used outside of it (by "
                            + operation.getClass().getSimpleName()
                            + "): a step may only hand values on through its output and its state");
        }
        List<Integer> from = new ArrayList<>();
        for (Tensor input : inputs) {
            from.add(number(input));
        }
        Tensor output = Tensor.recorded(this, operation.shape(inputs), operation.type(inputs));
        put(new Node(operation, List.copyOf(from), output));
        return output;
    }

    /// Remembers what was recorded between inputs and outputs as one function with its own
    /// derivative: differentiation goes by that and passes the operations by.
    void addCustom(List<Tensor> inputs, List<Tensor> outputs, ReverseSweep.Rule rule) {
        int[] from = inputs.stream().mapToInt(this::number).toArray();
        int[] to = outputs.stream().mapToInt(this::number).toArray();
        Custom custom = new Custom(from, to, rule);
        for (int output : to) {
            customs.put(output, custom);
        }
    }

    /// Whether there are functions with a derivative of their own.
    public boolean hasCustoms() {
        return !customs.isEmpty();
    }

    private void put(Node node) {
        numbers.put(node.tensor, nodes.size());
        nodes.add(node);
    }

    /// The number of a value of this function; a tensor with values is captured if it was not yet.
    public int number(Tensor tensor) {
        Integer known = numbers.get(tensor);
        if (known != null) {
            return known;
        }
        if (tensor.recording() != null) {
            throw new IllegalStateException(
                    ("a tensor %s of an earlier recording was kept by a cell's step and used again:"
                                    + " a step may only hand values on through its output and its"
                                    + " state")
                            .formatted(tensor.shape()));
        }
        put(new Node(null, List.of(), tensor));
        return nodes.size() - 1;
    }

    /// All values in the order in which they come about.
    public List<Node> nodes() {
        return nodes;
    }

    /// Goes on recording with the derivative: from gradients of some values (null for none) those
    /// of others. Values that are not `followed` count as constant.
    ///
    /// @return for each of `of` its gradient, or null if nothing depends on it
    public List<@Nullable Tensor> differentiate(
            Map<Tensor, Tensor> from, List<Tensor> of, IntPredicate followed) {
        int count = nodes.size();
        boolean[] depends = new boolean[count];
        boolean[] keep = new boolean[count];
        for (Tensor tensor : of) {
            depends[number(tensor)] = true;
            keep[number(tensor)] = true;
        }
        List<ReverseSweep.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Node node = nodes.get(i);
            Custom custom = customs.get(i);
            IntStream made =
                    custom != null
                            ? Arrays.stream(custom.inputs)
                            : node.inputs.stream().mapToInt(Integer::intValue);
            int[] inputs = made.map(n -> depends[n] ? n : -1).toArray();
            for (int input : inputs) {
                depends[i] |= input >= 0;
            }
            depends[i] &= followed.test(i);
            if (custom != null) {
                if (depends[i] && i == Arrays.stream(custom.outputs).max().orElse(-1)) {
                    entries.add(new ReverseSweep.Entry(inputs, custom.outputs, custom.rule));
                }
                continue;
            }
            Operation operation = node.operation;
            if (operation != null && depends[i]) {
                entries.add(
                        ReverseSweep.entry(
                                operation, tensors(node.inputs), node.tensor, inputs, i));
            }
        }
        @Nullable Tensor[] gradients = new @Nullable Tensor[count];
        from.forEach((tensor, gradient) -> gradients[number(tensor)] = gradient);
        ReverseSweep.run(entries, gradients, keep);
        List<@Nullable Tensor> result = new ArrayList<>();
        for (Tensor tensor : of) {
            result.add(gradients[number(tensor)]);
        }
        return result;
    }

    private List<Tensor> tensors(List<Integer> of) {
        Function<Integer, Tensor> tensor = i -> nodes.get(i).tensor;
        return of.stream().map(tensor).toList();
    }
}
