package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The derivative of [TableValues]: gradients are summed up by the row of the table that was looked
/// up, and multiplied then. For each token only the sum is left of two large products.
final class TableSums {
    private final int input;
    private final boolean gradient;
    private final Map<Value, Value> sums = new HashMap<>();
    private @Nullable Value table;

    /// @param input the node of the step's input
    /// @param gradient whether the first result of the derivative is the input's gradient
    TableSums(int input, boolean gradient) {
        this.input = input;
        this.gradient = gradient;
    }

    /// Replaces what can be had from such sums.
    ///
    /// @param results loses the input's gradient
    /// @param tables gets that of the table
    void rewrite(List<Value> results, List<Value> reductions, List<Value> tables) {
        if (gradient) {
            tables.add(ofTable(results.removeFirst()));
        }
        reductions.replaceAll(this::ofWeights);
        reductions.replaceAll(this::ofSums);
    }

    private Value byRow(Value value) {
        return sums.computeIfAbsent(
                value, of -> new Value(new Value.SumByRow(), List.of(of), of.width, true));
    }

    /// Products with constants are left for after the sum.
    private Value ofTable(Value gradient) {
        List<Value> terms =
                gradient.rule instanceof Value.Sum ? gradient.inputs : List.of(gradient);
        List<Value> parts = new ArrayList<>();
        for (Value term : terms) {
            if (term.rule instanceof Value.Product && term.width == gradient.width) {
                List<Value> operands = new ArrayList<>(term.inputs);
                operands.set(0, byRow(term.inputs.getFirst()));
                parts.add(new Value(term.rule, operands, term.width, true));
            } else {
                parts.add(byRow(term));
            }
        }
        return parts.size() == 1
                ? parts.getFirst()
                : new Value(new Value.Sum(), parts, gradient.width, true);
    }

    /// A product with the input, summed over all rows and timesteps.
    private Value ofWeights(Value reduction) {
        if (!(reduction.rule instanceof Value.ReduceProduct)) {
            return reduction;
        }
        Value left = reduction.inputs.get(0);
        Value right = reduction.inputs.get(1);
        if (isInput(left) == isInput(right)) {
            return reduction;
        }
        return new Value(
                reduction.rule,
                isInput(left)
                        ? List.of(table(left), byRow(right))
                        : List.of(byRow(left), table(right)),
                reduction.width,
                false);
    }

    private boolean isInput(Value value) {
        return value.rule instanceof Value.Saved(int node) && node == input;
    }

    private Value table(Value input) {
        if (table == null) {
            table = new Value(new Value.SavedTable(), List.of(), input.width, true);
        }
        return table;
    }

    /// A sum over all rows of what is summed by row anyway.
    private Value ofSums(Value reduction) {
        boolean known =
                reduction.rule instanceof Value.ReduceRows
                        && sums.containsKey(reduction.inputs.getFirst());
        return known
                ? new Value(
                        reduction.rule,
                        List.of(byRow(reduction.inputs.getFirst())),
                        reduction.width,
                        false)
                : reduction;
    }
}
