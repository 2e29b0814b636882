package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;

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

    private final Map<Value, Value> rewritten = new HashMap<>();

    /// In a derivative whose step runs over an embedding's table: the gradient of the table, if it
    /// is wanted.
    final List<Value> tables = new ArrayList<>();

    private final boolean overTable;
    private final boolean derivative;

    /// @param sums what a derivative sums over the rows of a table; null if the step's input is not
    ///   one, or if this is not a derivative
    StepGraph(
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
        List.copyOf(order).forEach(this::rewrite); // inputs first: no deep recursion
        order.clear();
        this.results = new ArrayList<>(results.stream().map(this::rewrite).toList());
        this.next = new ArrayList<>(next.stream().map(this::rewrite).toList());
        List<Value> rewritten = new ArrayList<>(reductions.stream().map(this::rewrite).toList());
        if (sums != null) {
            sums.rewrite(this.results, rewritten, tables);
        }
        this.reductions = ReductionMerge.of(rewritten);
        schedule();
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

    // ---- rewrites ----

    private Value rewrite(Value value) {
        @Nullable Value done = rewritten.get(value);
        if (done == null) {
            done = value.isLeaf() ? value : rewriteRule(value);
            rewritten.put(value, done);
        }
        return done;
    }

    private Value rewriteRule(Value value) {
        if (isAddition(value)) {
            List<Value> terms = new ArrayList<>();
            collect(value, terms);
            @Nullable Value whole = concatenated(terms, value.width);
            return whole != null ? whole : new Value(new Value.Sum(), terms, value.width, true);
        }
        return new Value(
                value.rule,
                value.inputs.stream().map(this::rewrite).toList(),
                value.width,
                value.rows);
    }

    private static boolean isAddition(Value value) {
        return value.rows
                && value.rule instanceof Value.Combine(Binary function)
                && function == Binary.ADD;
    }

    /// The terms of nested additions, if nothing else uses the partial sums.
    private void collect(Value sum, List<Value> terms) {
        List<Value> open = new ArrayList<>(sum.inputs.reversed());
        while (!open.isEmpty()) {
            Value term = open.removeLast();
            if (isAddition(term) && term.uses == 1 && term.width == sum.width) {
                open.addAll(term.inputs.reversed());
            } else {
                terms.add(rewrite(term));
            }
        }
    }

    /// The derivative of taking slices is a sum of padded parts. Where they do not overlap they
    /// stand side by side.
    private static @Nullable Value concatenated(List<Value> terms, int width) {
        List<Value> parts = new ArrayList<>();
        List<Integer> columns = new ArrayList<>();
        for (Value term : terms) {
            if (!(term.rule instanceof Value.Concat(List<Integer> at)) || term.width != width) {
                return null;
            }
            parts.addAll(term.inputs);
            columns.addAll(at);
        }
        List<Integer> byColumn = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            byColumn.add(i);
        }
        byColumn.sort((a, b) -> columns.get(a) - columns.get(b));
        int end = 0;
        for (int i : byColumn) {
            if (columns.get(i) < end) {
                return null;
            }
            end = columns.get(i) + parts.get(i).width;
        }
        return new Value(
                new Value.Concat(byColumn.stream().map(columns::get).toList()),
                byColumn.stream().map(parts::get).toList(),
                width,
                true);
    }

    // ---- phases ----

    private void schedule() {
        List<Value> roots = new ArrayList<>(results);
        roots.addAll(next);
        roots.addAll(reductions);
        roots.addAll(tables);
        order.clear();
        collectOrder(roots);
        for (Value value : order) {
            value.dependsOnState =
                    value.rule instanceof Value.FromState
                            || value.inputs.stream().anyMatch(input -> input.dependsOnState);
        }
        splitSums();
        order.clear();
        collectOrder(roots);
        for (Value value : order) {
            value.uses = 0;
            value.dependsOnState =
                    value.rule instanceof Value.FromState
                            || value.inputs.stream().anyMatch(input -> input.dependsOnState);
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
            if (value.dependsOnState) {
                value.phase = forNext.contains(value) ? Value.Phase.LOOP : Value.Phase.AFTER;
            }
        }
    }

    /// Depth first with a list of its own; inputs come before what is made of them.
    private void collectOrder(List<Value> roots) {
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

    /// In a sum that depends on the state, what does not goes ahead as a sum of its own.
    private void splitSums() {
        for (Value value : order) {
            if (!(value.rule instanceof Value.Sum) || !value.dependsOnState) {
                continue;
            }
            List<Value> ahead = new ArrayList<>();
            List<Value> rest = new ArrayList<>();
            for (Value term : value.inputs) {
                (term.dependsOnState ? rest : ahead).add(term);
            }
            boolean worth = ahead.stream().anyMatch(term -> term.rule instanceof Value.Product);
            if (worth) {
                List<Value> terms = new ArrayList<>();
                terms.add(new Value(new Value.Sum(), ahead, value.width, true));
                terms.addAll(rest);
                value.inputs.clear();
                value.inputs.addAll(terms);
            }
        }
    }
}
