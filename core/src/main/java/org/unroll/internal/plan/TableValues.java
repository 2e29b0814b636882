package org.unroll.internal.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What of a step depends on its input alone is the same wherever the same row of an embedding's
/// table comes in: it is computed for the rows of the table, and copied to where a timestep or a
/// derivative reads it.
final class TableValues {
    private final Map<Value, Value> gathered = new HashMap<>();

    private TableValues() {}

    /// Tells apart what is computed for the table's rows, and puts the copies in.
    static void in(StepGraph graph) {
        TableValues values = new TableValues();
        mark(graph);
        for (Value value : graph.order) {
            if (!value.table) {
                value.inputs.replaceAll(values::perStep);
            }
        }
        graph.results.replaceAll(values::perStep);
        graph.next.replaceAll(values::perStep);
    }

    /// Finds the values that depend on nothing but rows of the table and constants.
    static void mark(StepGraph graph) {
        for (Value value : graph.order) {
            value.table =
                    switch (value.rule) {
                        case Value.Input _ -> !graph.isDerivative(); // there it is a gradient
                        case Value.SavedTable _, Value.SumByRow _ -> true;
                        default -> value.rows && isOfTable(value);
                    };
        }
    }

    private static boolean isOfTable(Value value) {
        return value.inputs.stream().anyMatch(input -> input.table)
                && value.inputs.stream().allMatch(input -> input.table || !input.rows);
    }

    private Value perStep(Value value) {
        if (!value.table) {
            return value;
        }
        @Nullable Value copy = gathered.get(value);
        if (copy == null) {
            copy = copied(value);
            gathered.put(value, copy);
        }
        return copy;
    }

    /// A view of a copy rather than a copy of a view: neighbouring views then share one copy.
    private Value copied(Value value) {
        return value.rule instanceof Value.Slice && !value.inputs.getFirst().isLeaf()
                ? new Value(
                        value.rule, List.of(perStep(value.inputs.getFirst())), value.width, true)
                : new Value(new Value.Gathered(), List.of(value), value.width, true);
    }
}
