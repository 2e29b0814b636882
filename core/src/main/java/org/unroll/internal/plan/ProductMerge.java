package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Joins products that share what is multiplied, and that are due at the same time: one product
/// with the matrices side by side, the former ones being views of its columns. So a cell with a
/// `Linear` per gate has the loop of a cell with one product for all gates.
///
/// With a product comes the sum that it belongs to: `x·W + b + h·U` per gate becomes one such sum
/// for all of them. Functions of adjacent columns are joined too: one sigmoid for three gates.
final class ProductMerge {
    /// A value that may be joined with others: the sum of columns of what went ahead, of products
    /// and of constants. What else is in the sum is added afterwards.
    private record Candidate(Value value, List<Value> start, List<Value> products) {
        List<Object> key() {
            List<Object> key = new ArrayList<>();
            key.add(value.phase);
            key.add(value.rule instanceof Value.Map map ? map : "");
            products.forEach(product -> key.add(product.inputs.getFirst()));
            start.forEach(term -> key.add(List.of(base(term))));
            return key;
        }

        /// The first column of what it goes on with; 0 if it starts from nothing.
        int from() {
            return start.isEmpty() ? 0 : column(start.getFirst());
        }
    }

    /// In the order in which the weights stand where they come from: longer pieces to pack.
    private static final Comparator<Candidate> WEIGHTS =
            Comparator.comparingInt((Candidate candidate) -> patch(candidate).tensor())
                    .thenComparingInt(candidate -> patch(candidate).fromColumn());

    private final StepGraph graph;
    private final Map<Value, Integer> place = new HashMap<>();
    private final Map<Value, List<Value>> users = new HashMap<>();

    private ProductMerge(StepGraph graph) {
        this.graph = graph;
        for (Value value : graph.order) {
            place.put(value, place.size());
            value.inputs.forEach(
                    input -> users.computeIfAbsent(input, _ -> new ArrayList<>()).add(value));
        }
    }

    /// Joins some values of a graph whose phases are known.
    ///
    /// @return what has become of them; empty if there is nothing to join
    static Map<Value, Value> of(StepGraph graph) {
        ProductMerge merge = new ProductMerge(graph);
        Map<List<Object>, List<Candidate>> groups = new LinkedHashMap<>();
        for (Candidate candidate : merge.candidates()) {
            groups.computeIfAbsent(candidate.key(), _ -> new ArrayList<>()).add(candidate);
        }
        for (List<Candidate> group : groups.values()) {
            for (List<Candidate> run : merge.runs(group)) {
                if (run.size() > 1) {
                    return merge.joined(run);
                }
            }
        }
        return Map.of();
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        Set<Value> inSums = new HashSet<>();
        for (Value value : graph.order.reversed()) {
            @Nullable Candidate candidate =
                    switch (value.rule) {
                        case Value.Rule _ when value.kept != null -> null;
                        case Value.Sum _ -> sum(value);
                        case Value.Product _ when !inSums.contains(value) ->
                                new Candidate(value, List.of(), List.of(value));
                        case Value.Map _ when value.inputs.getFirst().rows ->
                                new Candidate(value, value.inputs, List.of());
                        default -> null;
                    };
            if (candidate != null) {
                value.inputs.stream().filter(term -> isPartOf(value, term)).forEach(inSums::add);
                boolean isMap = value.rule instanceof Value.Map;
                if (isMap ? !isPlaced(value) : !candidate.products.isEmpty()) {
                    candidates.addFirst(candidate);
                }
            }
        }
        return candidates;
    }

    /// Whether it is computed where a concatenation wants it.
    private boolean isPlaced(Value value) {
        return users.getOrDefault(value, List.of()).stream()
                .anyMatch(user -> user.rule instanceof Value.Concat);
    }

    /// Without products if anything else is in the sum: see [SplitSums].
    private static Candidate sum(Value value) {
        List<Value> start = new ArrayList<>();
        List<Value> products = new ArrayList<>();
        boolean pure = true;
        for (Value term : value.inputs) {
            if (isPartOf(value, term)) {
                products.add(term);
            } else if (start.isEmpty() && term.width == value.width && wentAhead(value, term)) {
                start.add(term);
            } else {
                pure &= NormalForm.isRow(term);
            }
        }
        return new Candidate(value, start, pure ? products : List.of());
    }

    /// Whether a term is a product that only continues this sum.
    static boolean isPartOf(Value sum, Value term) {
        return sum.rule instanceof Value.Sum
                && term.rule instanceof Value.Product
                && term.uses == 1
                && term.width == sum.width
                && term.phase == sum.phase;
    }

    private static boolean wentAhead(Value sum, Value term) {
        return sum.phase != Value.Phase.AHEAD
                && term.phase == Value.Phase.AHEAD
                && base(term).rule instanceof Value.Sum;
    }

    /// What a value is columns of; itself, if of nothing else.
    private static Value base(Value value) {
        return value.rule instanceof Value.Slice ? value.inputs.getFirst() : value;
    }

    private static int column(Value value) {
        return value.rule instanceof Value.Slice(int from, _) ? from : 0;
    }

    /// Candidates that can be joined: what they go on with has to be side by side.
    private List<List<Candidate>> runs(List<Candidate> group) {
        if (group.getFirst().start.isEmpty()) {
            return List.of(
                    group.stream()
                            .sorted(Comparator.comparing(this::kind).thenComparing(WEIGHTS))
                            .toList());
        }
        List<List<Candidate>> runs = new ArrayList<>();
        int end = -1;
        for (Candidate next :
                group.stream().sorted(Comparator.comparingInt(Candidate::from)).toList()) {
            if (next.from() != end) {
                runs.add(new ArrayList<>());
            }
            runs.getLast().add(next);
            end = next.from() + next.start.getFirst().width;
        }
        return runs;
    }

    /// By what becomes of it: the same function for neighbours can be one for both.
    private String kind(Candidate candidate) {
        StringBuilder kind = new StringBuilder();
        @Nullable Value user = onlyUser(candidate.value);
        if (user != null && user.rule instanceof Value.Sum) {
            sum(user)
                    .products
                    .forEach(product ->
                            kind.append(place.get(product.inputs.getFirst())).append(' '));
            user = onlyUser(user);
        }
        return kind.append(user == null ? "" : user.rule).toString();
    }

    private @Nullable Value onlyUser(Value value) {
        List<Value> all = users.getOrDefault(value, List.of());
        return all.size() == 1 ? all.getFirst() : null;
    }

    private Map<Value, Value> joined(List<Candidate> run) {
        Candidate first = run.getFirst();
        int width = run.stream().mapToInt(candidate -> candidate.value.width).sum();
        List<Value> terms = new ArrayList<>();
        if (!first.start.isEmpty()) {
            terms.add(view(base(first.start.getFirst()), first.from(), first.from() + width));
        }
        for (int i = 0; i < first.products.size(); i++) {
            int number = i;
            List<Panel> panels =
                    run.stream().map(candidate -> panel(candidate.products.get(number))).toList();
            terms.add(
                    new Value(
                            new Value.Product(Panel.beside(panels)),
                            first.products.get(i).inputs,
                            width,
                            true));
        }
        Predicate<Value> isConstant = term -> !term.rows;
        if (run.stream()
                .anyMatch(candidate -> candidate.value.inputs.stream().anyMatch(isConstant))) {
            ConstantRow row =
                    ConstantRow.beside(run.stream().map(ProductMerge::constants).toList());
            terms.add(new Value(new Value.Row(row), List.of(), width, false));
        }
        Value.Rule rule =
                first.value.rule instanceof Value.Map map
                        ? map
                        : terms.size() == 1
                                        && terms.getFirst().rule instanceof Value.Product product
                                ? product
                                : new Value.Sum();
        List<Value> inputs = rule instanceof Value.Product ? terms.getFirst().inputs : terms;
        Value whole = new Value(rule, inputs, width, true);
        Map<Value, Value> parts = new HashMap<>();
        int at = 0;
        for (Candidate candidate : run) {
            Value value = candidate.value;
            parts.put(value, view(whole, at, at + value.width));
            at += value.width;
        }
        return parts;
    }

    private static Panel panel(Value product) {
        if (product.rule instanceof Value.Product(Panel panel)) {
            return panel;
        }
        throw new IllegalStateException("not a product: " + product.rule);
    }

    private static Panel.Patch patch(Candidate candidate) {
        return panel(candidate.products.getFirst()).patches().getFirst();
    }

    private static ConstantRow constants(Candidate candidate) {
        int width = candidate.value.width;
        ConstantRow row = ConstantRow.zeros(width);
        for (Value term : candidate.value.inputs) {
            if (!term.rows) {
                row = row.plus(NormalForm.row(term, width));
            }
        }
        return row;
    }

    private static Value view(Value value, int from, int to) {
        return from == 0 && to == value.width
                ? value
                : new Value(new Value.Slice(from, to), List.of(value), to - from, true);
    }
}
