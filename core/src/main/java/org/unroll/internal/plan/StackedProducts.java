package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A sum of products of values that can stand side by side becomes one product, with the matrices
/// one below the other. The derivative of a cell with a matrix per gate sums up a product per gate;
/// the gates' gradients stand side by side already, for the gradients of the weights.
final class StackedProducts {
    private final Map<Set<Value>, Value> wholes = new LinkedHashMap<>();
    private final Map<Value, Value> wholeOf = new HashMap<>();

    private StackedProducts(List<Value> order) {
        for (Value value : order) {
            if (value.rows && value.rule instanceof Value.Concat) {
                wholes.putIfAbsent(new HashSet<>(value.inputs), value);
                value.inputs.forEach(part -> wholeOf.putIfAbsent(part, value));
            }
        }
    }

    /// Rewrites sums of a graph, inputs before what is made of them, whose phases are known.
    static void in(List<Value> order) {
        StackedProducts stacked = new StackedProducts(order);
        for (Value value : order) {
            if (value.rule instanceof Value.Sum) {
                stacked.rewrite(value);
            }
        }
    }

    private void rewrite(Value sum) {
        Map<Value, Value> products = new LinkedHashMap<>(); // by what is multiplied
        for (Value term : sum.inputs) {
            if (ProductMerge.isPartOf(sum, term)) {
                Value left = term.inputs.getFirst();
                if (isComputed(left)) {
                    products.putIfAbsent(left, term);
                }
            }
        }
        @Nullable Value whole = products.size() < 2 ? null : sideBySide(products.keySet());
        if (whole != null) {
            List<Panel> panels = new ArrayList<>();
            for (Value part : whole.inputs) {
                @Nullable Value product = products.get(part);
                if (product != null && product.rule instanceof Value.Product(Panel panel)) {
                    panels.add(panel);
                }
            }
            sum.inputs.removeAll(products.values());
            sum.inputs.add(
                    new Value(
                            new Value.Product(Panel.stacked(panels)),
                            List.of(whole),
                            sum.width,
                            true));
        }
    }

    private static boolean isComputed(Value value) {
        return !value.isLeaf()
                && !(value.rule instanceof Value.Slice)
                && !(value.rule instanceof Value.SumByRow);
    }

    /// The concatenation of these, or null if some of them already stand elsewhere.
    private @Nullable Value sideBySide(Collection<Value> parts) {
        @Nullable Value known = wholes.get(Set.copyOf(parts));
        if (known != null) {
            return isDense(known) ? known : null;
        }
        if (parts.stream().anyMatch(wholeOf::containsKey)) {
            return null;
        }
        Value whole = concatenated(List.copyOf(parts));
        wholes.put(Set.copyOf(parts), whole);
        parts.forEach(part -> wholeOf.put(part, whole));
        return whole;
    }

    private static boolean isDense(Value whole) {
        return whole.width == whole.inputs.stream().mapToInt(part -> part.width).sum();
    }

    /// Values side by side, without gaps.
    static Value concatenated(List<Value> parts) {
        List<Integer> columns = new ArrayList<>();
        int at = 0;
        for (Value part : parts) {
            columns.add(at);
            at += part.width;
        }
        return new Value(new Value.Concat(columns), parts, at, true);
    }
}
