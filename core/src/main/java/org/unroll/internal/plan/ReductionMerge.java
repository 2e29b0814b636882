package org.unroll.internal.plan;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.Set;
import org.unroll.internal.kernel.Binary;

/// Joins gradients of weights that share an operand. A cell with a weight matrix per gate has as
/// many products of gradients with the same input; put side by side, the gradients make one
/// product, which reads the input once. Only what the derivative computes is put side by side, each
/// part in its place: what is there already, such as a layer's input and its state, would have to
/// be copied, and the product's result to be copied apart, which takes longer than it saves.
final class ReductionMerge {
    private final Map<Value, Value> merged = new HashMap<>();
    private final Map<Set<Value>, Value> sideBySide = new HashMap<>();

    private ReductionMerge() {}

    /// The same reductions, some of them as parts of larger ones.
    static List<Value> of(List<Value> reductions) {
        ReductionMerge merge = new ReductionMerge();
        merge.byOperand(reductions, 1); // weights kept as [out, in]: one input, many gradients
        merge.byOperand(reductions, 0); // weights kept as [in, out]
        return reductions.stream().map(value -> merge.merged.getOrDefault(value, value)).toList();
    }

    /// The sum of rows of products, where nothing else wants these, without writing them.
    static Value ofProducts(Value reduction) {
        Value of = reduction.inputs.getFirst();
        return reduction.rule instanceof Value.ReduceRows
                        && of.rule instanceof Value.Combine(Binary function)
                        && function == Binary.MULTIPLY
                        && of.uses == 1
                        && of.inputs.stream().allMatch(in -> in.rows && in.width == of.width)
                ? new Value(new Value.ReduceRowProducts(), of.inputs, of.width, false)
                : reduction;
    }

    private void byOperand(List<Value> reductions, int shared) {
        Map<Value, SequencedSet<Value>> groups = new LinkedHashMap<>();
        for (Value value : reductions) {
            boolean overTable =
                    value.inputs.stream().anyMatch(in -> in.rule instanceof Value.SavedTable);
            if (value.rule instanceof Value.ReduceProduct
                    && !overTable // a small product
                    && !value.inputs.get(1 - shared).isLeaf()
                    && !merged.containsKey(value)) {
                groups.computeIfAbsent(value.inputs.get(shared), _ -> new LinkedHashSet<>())
                        .add(value);
            }
        }
        for (SequencedSet<Value> group : groups.values()) {
            if (group.size() > 1) {
                join(List.copyOf(group), shared);
            }
        }
    }

    private void join(List<Value> group, int shared) {
        Map<Value, Value> byPart = new LinkedHashMap<>();
        group.forEach(value -> byPart.put(value.inputs.get(1 - shared), value));
        Value whole =
                sideBySide.computeIfAbsent(
                        Set.copyOf(byPart.keySet()),
                        _ -> StackedProducts.concatenated(List.copyOf(byPart.keySet())));
        Value other = group.getFirst().inputs.get(shared);
        List<Value> operands = shared == 1 ? List.of(whole, other) : List.of(other, whole);
        int columns = operands.get(1).width;
        Value product = new Value(new Value.ReduceProduct(), operands, columns, false);
        int at = 0;
        for (Value standing : whole.inputs) {
            Value value = Objects.requireNonNull(byPart.get(standing));
            Value.PartOf part =
                    shared == 1
                            ? new Value.PartOf(at, 0, value.inputs.get(0).width, columns)
                            : new Value.PartOf(0, at, value.inputs.get(0).width, value.width);
            merged.put(value, new Value(part, List.of(product), value.width, false));
            at += value.inputs.get(1 - shared).width;
        }
    }
}
