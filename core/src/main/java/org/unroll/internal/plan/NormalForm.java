package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;

/// Values rewritten so that what belongs together can be found, however a cell was written:
///
/// - nested additions are one sum of many terms, its constants one of them;
/// - a product of parts side by side is a sum of products, one for each part, if some parts depend
///   on the state and some do not;
/// - slices of a product are products of their own, and so for sums of products: what they are used
///   for may be due at different times. [ProductMerge] joins those that are not.
final class NormalForm {
    private final Map<Value, Value> rewritten = new HashMap<>();
    private final Map<List<Object>, Value> made = new HashMap<>();
    private final Map<Value, List<Value>> slices = new HashMap<>();

    /// @param values all of a graph, inputs before what is made of them, with their uses counted
    NormalForm(List<Value> values) {
        for (Value value : values) {
            if (value.rule instanceof Value.Slice) {
                slices.computeIfAbsent(value.inputs.getFirst(), _ -> new ArrayList<>()).add(value);
            }
        }
        values.forEach(this::of); // inputs first: no deep recursion
    }

    /// What a value has become.
    Value of(Value value) {
        @Nullable Value done = rewritten.get(value);
        if (done == null) {
            done = value.isLeaf() ? value : rewrite(value);
            rewritten.put(value, done);
        }
        return done;
    }

    private Value rewrite(Value value) {
        if (isAddition(value)) {
            return sum(terms(value).stream().map(this::asTerm).toList(), value.width);
        }
        return switch (value.rule) {
            case Value.Product(Panel panel) -> product(of(value.inputs.getFirst()), panel);
            case Value.Slice(int from, int to) -> slice(value.inputs.getFirst(), from, to);
            default ->
                    new Value(
                            value.rule,
                            value.inputs.stream().map(this::of).toList(),
                            value.width,
                            value.rows);
        };
    }

    private Value shared(Value.Rule rule, List<Value> inputs, int width, boolean rows) {
        List<Object> key = new ArrayList<>(inputs);
        key.add(rule);
        return made.computeIfAbsent(key, _ -> new Value(rule, inputs, width, rows));
    }

    // ---- sums ----

    private static boolean isAddition(Value value) {
        return value.rows
                && value.rule instanceof Value.Combine(Binary function)
                && function == Binary.ADD;
    }

    /// The terms of nested additions, if nothing else uses the partial sums.
    private static List<Value> terms(Value sum) {
        List<Value> terms = new ArrayList<>();
        List<Value> open = new ArrayList<>(sum.inputs.reversed());
        while (!open.isEmpty()) {
            Value term = open.removeLast();
            if (isAddition(term) && term.uses == 1 && term.width == sum.width) {
                open.addAll(term.inputs.reversed());
            } else {
                terms.add(term);
            }
        }
        return terms;
    }

    /// A term as a list of terms: one that has become a sum, and is used for nothing else, is a
    /// part of this one.
    private List<Value> asTerm(Value term) {
        Value value = of(term);
        return value.rule instanceof Value.Sum && term.uses == 1 ? value.inputs : List.of(value);
    }

    private Value sum(List<List<Value>> nested, int width) {
        List<Value> terms = new ArrayList<>();
        List<Value> constants = new ArrayList<>();
        for (List<Value> some : nested) {
            for (Value term : some) {
                (isRow(term) ? constants : terms).add(term);
            }
        }
        if (constants.size() == 1) {
            terms.add(constants.getFirst());
        } else if (constants.size() > 1) {
            ConstantRow row = ConstantRow.zeros(width);
            for (Value constant : constants) {
                row = row.plus(row(constant, width));
            }
            terms.add(shared(new Value.Row(row), List.of(), width, false));
        }
        if (terms.size() == 1 && terms.getFirst().width == width && terms.getFirst().rows) {
            return terms.getFirst();
        }
        @Nullable Value whole = concatenated(terms, width);
        return whole != null ? whole : shared(new Value.Sum(), terms, width, true);
    }

    /// Whether this is a constant of which [#row] can make a row.
    static boolean isRow(Value term) {
        return !term.rows
                && term.kept == null
                && (term.rule instanceof Value.Row || term.rule instanceof Value.Constant);
    }

    /// A constant as a row of this width.
    static ConstantRow row(Value constant, int width) {
        return switch (constant.rule) {
            case Value.Row(ConstantRow row) -> row;
            case Value.Constant(int node) -> ConstantRow.of(node, width);
            default -> throw new IllegalStateException("not a constant: " + constant.rule);
        };
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

    // ---- products ----

    private Value product(Value left, Panel panel) {
        List<Value> terms = new ArrayList<>();
        if (isMixed(left)) {
            divide(left, panel, terms);
        }
        return switch (terms.size()) {
            case 0 -> shared(new Value.Product(panel), List.of(left), panel.columns(), true);
            case 1 -> terms.getFirst();
            default -> shared(new Value.Sum(), terms, panel.columns(), true);
        };
    }

    private void divide(Value left, Panel panel, List<Value> terms) {
        if (!(left.rule instanceof Value.Concat(List<Integer> columns))) {
            terms.add(shared(new Value.Product(panel), List.of(left), panel.columns(), true));
            return;
        }
        for (int i = 0; i < columns.size(); i++) {
            Value part = left.inputs.get(i);
            if (part.width > 0) {
                int from = columns.get(i);
                divide(part, panel.rows(from, from + part.width), terms);
            }
        }
    }

    /// Whether some parts could go ahead and some could not.
    private static boolean isMixed(Value left) {
        Set<Boolean> kinds = new HashSet<>();
        List<Value> open = new ArrayList<>(List.of(left));
        while (!open.isEmpty()) {
            Value value = open.removeLast();
            if (value.rule instanceof Value.Concat) {
                open.addAll(value.inputs);
            } else {
                kinds.add(value.dependsOnState);
            }
        }
        return kinds.size() > 1;
    }

    // ---- slices ----

    /// Columns of a value that is not rewritten yet.
    private Value slice(Value value, int from, int to) {
        boolean alone = isOnlySliced(value);
        return value.rule instanceof Value.Slice(int start, _) && alone
                ? slice(value.inputs.getFirst(), start + from, start + to)
                : alone && from < to && hasProduct(value)
                        ? divided(value, from, to)
                        : view(of(value), from, to);
    }

    /// Columns of a product, or of a sum of such, that nothing uses as a whole.
    private Value divided(Value value, int from, int to) {
        if (value.rule instanceof Value.Product(Panel panel)) {
            return product(of(value.inputs.getFirst()), panel.columns(from, to));
        }
        List<List<Value>> terms = new ArrayList<>();
        for (Value term : terms(value)) {
            if (!term.rows) {
                ConstantRow row = row(term, value.width).columns(from, to);
                terms.add(List.of(shared(new Value.Row(row), List.of(), to - from, false)));
            } else if (term.width < value.width) {
                terms.add(List.of(of(term)));
            } else if (term.uses == 1 && hasProduct(term)) {
                Value part = divided(term, from, to);
                terms.add(part.rule instanceof Value.Sum ? part.inputs : List.of(part));
            } else {
                terms.add(List.of(view(of(term), from, to)));
            }
        }
        return sum(terms, to - from);
    }

    private static boolean hasProduct(Value value) {
        if (value.kept != null) {
            return false;
        }
        if (!isAddition(value)) {
            return value.rule instanceof Value.Product;
        }
        List<Value> terms = terms(value);
        return terms.stream().allMatch(term -> term.rows || isRow(term))
                && terms.stream()
                        .anyMatch(term -> term.rule instanceof Value.Product && term.uses == 1);
    }

    /// Whether nothing but slices use it, which do not overlap.
    private boolean isOnlySliced(Value value) {
        List<Value> parts = slices.getOrDefault(value, List.of());
        if (parts.size() != value.uses) {
            return false;
        }
        boolean[] covered = new boolean[value.width];
        for (Value part : parts) {
            if (part.rule instanceof Value.Slice(int from, int to)) {
                for (int i = from; i < to; i++) {
                    if (covered[i]) {
                        return false;
                    }
                    covered[i] = true;
                }
            }
        }
        return true;
    }

    private Value view(Value value, int from, int to) {
        if (from == 0 && to == value.width) {
            return value;
        }
        return value.rule instanceof Value.Slice(int start, _)
                ? view(value.inputs.getFirst(), start + from, start + to)
                : shared(new Value.Slice(from, to), List.of(value), to - from, true);
    }
}
