package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;

/// Divides sums, so that each part has one way to be computed:
///
/// - in a sum that depends on the state, what does not goes ahead as a sum of its own, which the
///   loop goes on with in place;
/// - products continue what went ahead or constants; all else is added to what they give.
///
/// This order is the same whether [ProductMerge] finds a partner for a sum or not, and so are the
/// bits: they may not depend on what else a plan has to compute, such as values for its derivative.
final class SplitSums {
    private SplitSums() {}

    /// @param order the values, with their uses counted
    static void in(List<Value> order) {
        for (Value value : order) {
            if (value.rule instanceof Value.Sum) {
                split(value);
            }
        }
    }

    private static void split(Value sum) {
        List<Value> ahead = new ArrayList<>();
        List<Value> rest = new ArrayList<>();
        for (Value term : sum.inputs) {
            (term.dependsOnState ? rest : ahead).add(term);
        }
        boolean worth = ahead.size() > 1 || ahead.stream().anyMatch(term -> isPartOf(sum, term));
        if (!sum.dependsOnState || !worth || ahead.stream().noneMatch(term -> term.rows)) {
            divide(sum, List.of(), sum.inputs);
        } else {
            Value first = new Value(new Value.Sum(), ahead, sum.width, true);
            divide(first, List.of(), ahead);
            divide(sum, List.of(first), rest);
        }
    }

    /// A product that is used for nothing else.
    private static boolean isPartOf(Value sum, Value term) {
        return term.rule instanceof Value.Product && term.uses == 1 && term.width == sum.width;
    }

    private static void divide(Value sum, List<Value> start, List<Value> terms) {
        List<Value> continued = new ArrayList<>(start);
        List<Value> added = new ArrayList<>();
        boolean products = false;
        for (Value term : terms) {
            boolean product = isPartOf(sum, term);
            (product || !term.rows ? continued : added).add(term);
            products |= product;
        }
        List<Value> inputs = new ArrayList<>();
        if (!products || added.isEmpty()) {
            inputs.addAll(start);
            inputs.addAll(terms);
        } else {
            inputs.add(new Value(new Value.Sum(), continued, sum.width, true));
            inputs.addAll(added);
        }
        sum.inputs.clear();
        sum.inputs.addAll(inputs);
    }
}
