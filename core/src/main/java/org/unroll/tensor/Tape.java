package org.unroll.tensor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What was computed from the tensors that are differentiated by, in order.
final class Tape {
    static final ScopedValue<@Nullable Tape> CURRENT = ScopedValue.newInstance();

    /// Where a tape remembers a tensor.
    record Place(Tape tape, int number) {}

    private final Map<Tensor, Integer> leaves = new HashMap<>();
    private final List<ReverseSweep.Entry> entries = new ArrayList<>();
    private final Map<Integer, Consumer<Tensor>> watched = new HashMap<>();
    private int count;

    Tape(List<Tensor> leaves) {
        for (Tensor leaf : leaves) {
            if (!leaf.type().isFloating()) {
                throw new IllegalArgumentException(
                        "cannot differentiate by an int32 tensor " + leaf.shape());
            }
            this.leaves.computeIfAbsent(leaf, _ -> count++);
        }
    }

    static @Nullable Tape current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /// The number of a tensor that depends on the leaves, else -1.
    int number(Tensor tensor) {
        Place place = tensor.place();
        if (place != null && place.tape == this) {
            return place.number;
        }
        return leaves.getOrDefault(tensor, -1);
    }

    void add(Operation operation, List<Tensor> inputs, Tensor output) {
        int[] from = numbers(inputs);
        if (from != null && output.type().isFloating()) {
            entries.add(ReverseSweep.entry(operation, inputs, output, from, placed(output)));
        }
    }

    void add(List<Tensor> inputs, List<Tensor> outputs, ReverseSweep.Rule rule) {
        int[] from = numbers(inputs);
        if (from != null) {
            int[] to = outputs.stream().mapToInt(this::placed).toArray();
            entries.add(new ReverseSweep.Entry(from, to, rule));
        }
    }

    private int placed(Tensor output) {
        output.place(new Place(this, count));
        return count++;
    }

    void watch(Tensor tensor, Consumer<Tensor> gradient) {
        if (tensor.deferred() instanceof DeferredRows rows) {
            rows.array(); // its gradient shall not go to the table without passing here
        }
        int number = number(tensor);
        if (number >= 0) {
            watched.merge(number, gradient, Consumer::andThen);
        }
    }

    /// The inputs' numbers, or null if all are constant.
    private int @Nullable [] numbers(List<Tensor> inputs) {
        int[] numbers = new int[inputs.size()];
        boolean any = false;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(inputs.get(i));
            any |= numbers[i] >= 0;
        }
        return any ? numbers : null;
    }

    /// The gradients of the leaves; a leaf that was not used has none.
    Map<Tensor, Tensor> gradients(Tensor loss) {
        @Nullable Tensor[] gradients = new @Nullable Tensor[count];
        int end = number(loss);
        if (end >= 0) {
            gradients[end] = Tensor.ones(loss.type(), loss.shape().dims());
        }
        boolean[] keep = new boolean[count];
        leaves.values().forEach(number -> keep[number] = true);
        watched.keySet().forEach(number -> keep[number] = true);
        ReverseSweep.run(entries, gradients, keep);
        entries.clear();
        watched.forEach((number, consumer) -> {
            @Nullable Tensor gradient = gradients[number];
            if (gradient != null) {
                consumer.accept(gradient);
            }
        });
        Map<Tensor, Tensor> result = new HashMap<>();
        leaves.forEach((leaf, number) -> {
            if (gradients[number] != null) {
                result.put(leaf, gradients[number]);
            }
        });
        return result;
    }
}
