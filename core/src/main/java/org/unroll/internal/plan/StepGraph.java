package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The values of a step or of its derivative, rewritten for speed and told apart by when they are
/// computed.
final class StepGraph {
    /// All values that are needed, inputs before what is made of them.
    final List<Value> order = new ArrayList<>();

    /// One per timestep and row: the step's output followed by what its derivative will need.
    final List<Value> results;

    /// The state's tensors for the next step.
    final List<Value> next;

    /// Sums over all rows and timesteps.
    final List<Value> reductions;

    /// In a derivative whose step runs over an embedding's table: the gradient of the table, if it
    /// is wanted.
    final List<Value> tables = new ArrayList<>();

    private final boolean overTable;
    private final boolean derivative;

    /// @param sums what a derivative sums over the rows of a table; null if the step's input is not
    ///   one, or if this is not a derivative
    StepGraph(
            Program.Direction direction,
            List<Value> results,
            List<Value> next,
            List<Value> reductions,
            boolean overTable,
            @Nullable TableSums sums) {
        this.overTable = overTable;
        derivative = sums != null;
        List<Value> all = new ArrayList<>(results);
        all.addAll(next);
        all.addAll(reductions);
        countUses(all);
        collectOrder(all);
        NormalForm form = new NormalForm(List.copyOf(order));
        this.results = new ArrayList<>(results.stream().map(form::of).toList());
        this.next = new ArrayList<>(next.stream().map(form::of).toList());
        List<Value> rewritten = new ArrayList<>(reductions.stream().map(form::of).toList());
        if (sums != null) {
            sums.rewrite(this.results, rewritten, tables);
        }
        this.reductions = new ArrayList<>(ReductionMerge.of(rewritten));
        schedule();
        SplitSums.in(order);
        Map<Value, Value> ofProducts = new HashMap<>();
        this.reductions.replaceAll(
                sum -> ofProducts.computeIfAbsent(sum, ReductionMerge::ofProducts));
        schedule();
        joinProducts();
        if (direction == Program.Direction.BACKWARD) {
            StackedProducts.in(order);
            schedule();
        }
        if (sums != null) {
            TableValues.mark(this);
        } else if (overTable) {
            TableValues.in(this);
            schedule();
        }
    }

    /// Whether this is the derivative of a step over a table.
    boolean isDerivative() {
        return derivative;
    }

    /// Whether the step's input are rows of a table.
    boolean isOverTable() {
        return overTable;
    }

    private List<Value> roots() {
        List<Value> roots = new ArrayList<>(results);
        roots.addAll(next);
        roots.addAll(reductions);
        roots.addAll(tables);
        return roots;
    }

    private void joinProducts() {
        while (true) {
            Map<Value, Value> joined = ProductMerge.of(this);
            if (joined.isEmpty()) {
                break;
            }
            order.forEach(value -> value.inputs.replaceAll(input -> replaced(input, joined)));
            results.replaceAll(value -> replaced(value, joined));
            next.replaceAll(value -> replaced(value, joined));
            tables.replaceAll(value -> replaced(value, joined));
            schedule();
        }
    }

    private static Value replaced(Value value, Map<Value, Value> by) {
        return by.getOrDefault(value, value);
    }

    private static void countUses(List<Value> roots) {
        Set<Value> seen = new HashSet<>();
        List<Value> open = new ArrayList<>(roots);
        roots.forEach(root -> root.uses++);
        while (!open.isEmpty()) {
            Value value = open.removeLast();
            if (seen.add(value)) {
                for (Value input : value.inputs) {
                    input.uses++;
                    open.add(input);
                }
            }
        }
    }

    // ---- phases ----

    private void schedule() {
        List<Value> roots = roots();
        collectOrder(roots);
        for (Value value : order) {
            value.uses = 0;
        }
        roots.forEach(root -> root.uses++);
        order.forEach(value -> value.inputs.forEach(input -> input.uses++));
        Set<Value> forNext = new HashSet<>();
        List<Value> open = new ArrayList<>(next);
        while (!open.isEmpty()) {
            Value value = open.removeLast();
            if (forNext.add(value)) {
                open.addAll(value.inputs);
            }
        }
        for (Value value : order) {
            if (value.dependsOnState) { // the others go ahead
                value.phase = forNext.contains(value) ? Value.Phase.LOOP : Value.Phase.AFTER;
            }
        }
    }

    /// Depth first with a list of its own; inputs come before what is made of them.
    private void collectOrder(List<Value> roots) {
        order.clear();
        Set<Value> entered = new HashSet<>();
        Set<Value> left = new HashSet<>();
        List<Value> open = new ArrayList<>(roots);
        Collections.reverse(open);
        while (!open.isEmpty()) {
            Value value = open.getLast();
            if (entered.add(value)) {
                for (int i = value.inputs.size() - 1; i >= 0; i--) {
                    open.add(value.inputs.get(i));
                }
            } else {
                open.removeLast();
                if (left.add(value)) {
                    order.add(value);
                }
            }
        }
    }
}
