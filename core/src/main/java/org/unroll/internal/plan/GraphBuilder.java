package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Algebra;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.Elementwise;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Turns recorded operations into values per row, and proves on the way that every operation keeps
/// the rows of the batch apart. What a step may not do is refused by name.
///
/// The batch is found by recording the step with two numbers of rows: an axis whose length differs
/// is the batch, and it has to be axis 0.
final class GraphBuilder {
    private final List<Recording.Node> nodes;
    private final boolean[] rows;
    private final boolean derivative;
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<List<Object>, Value> known = new HashMap<>();

    /// @param leaves the values of the arguments, and for a derivative of whatever the step
    ///   computed
    GraphBuilder(
            List<Recording.Node> nodes,
            boolean[] rows,
            boolean derivative,
            Map<Integer, Value> leaves) {
        this.nodes = nodes;
        this.rows = rows;
        this.derivative = derivative;
        values.putAll(leaves);
    }

    /// Which values have a row for each row of the batch. Compares two recordings of a step, and
    /// refuses one that does not keep the rows apart before anybody asks whether there is a plan
    /// for it.
    static boolean[] rows(RecordedStep few, RecordedStep many, int fewRows, int manyRows) {
        boolean[] rows = new boolean[few.nodes().size()];
        if (rows.length != many.nodes().size()) {
            throw changing(fewRows, manyRows);
        }
        for (int i = 0; i < rows.length; i++) {
            Recording.Node node = few.nodes().get(i);
            Recording.Node other = many.nodes().get(i);
            if (!node.inputs().equals(other.inputs())
                    || kind(node) != kind(other)
                    || node.isCaptured() != other.isCaptured()) {
                throw changing(fewRows, manyRows);
            }
            rows[i] = hasRows(node, other, fewRows, manyRows);
            boolean ofRows = node.inputs().stream().anyMatch(input -> rows[input]);
            if (ofRows && !rows[i] && i < few.derivativeStart()) {
                throw mixed(node, "mixes the rows of the batch");
            }
        }
        for (int i = 0; i < rows.length; i++) {
            Recording.Node node = few.nodes().get(i);
            if (rows[i] && node.tensor().rank() > 2) {
                throw new NotPlannableException(
                        "a value of the step has %d axes".formatted(node.tensor().rank()));
            }
            if (node.isCaptured()) {
                requireConstant(node.tensor(), many.nodes().get(i).tensor());
            }
        }
        return rows;
    }

    private static @Nullable Class<?> kind(Recording.Node node) {
        return node.operation() == null ? null : node.operation().getClass();
    }

    private static boolean hasRows(
            Recording.Node node, Recording.Node other, int fewRows, int manyRows) {
        Shape a = node.tensor().shape();
        Shape b = other.tensor().shape();
        if (a.equals(b)) {
            return false;
        }
        if (a.rank() == 0
                || a.rank() != b.rank()
                || a.dim(0) != fewRows
                || b.dim(0) != manyRows
                || !a.without(0).equals(b.without(0))) {
            throw mixed(node, "moves the batch away from axis 0");
        }
        return true;
    }

    /// What a step makes of the number of rows, or draws anew each time, is no constant of a plan.
    private static void requireConstant(Tensor few, Tensor many) {
        if (few == many) {
            return;
        }
        if (!few.shape().equals(many.shape())) {
            throw new NotPlannableException(
                    "a tensor made inside the step has the batch's number of rows");
        }
        boolean same =
                few.type().isFloating()
                        ? Arrays.equals(few.toDoubles(), many.toDoubles())
                        : Arrays.equals(few.toInts(), many.toInts());
        if (!same) {
            throw new NotPlannableException(
                    "a tensor made inside the step depends on the number of rows, or is random");
        }
    }

    private static IllegalArgumentException changing(int fewRows, int manyRows) {
        return new IllegalArgumentException(
                ("a cell's step did different things for %d and for %d rows: it has to be the same"
                                + " equations for every row")
                        .formatted(fewRows, manyRows));
    }

    /// The values of these nodes, and so of everything that they are made of, inputs first.
    void buildAll(List<Integer> roots) {
        boolean[] needed = new boolean[nodes.size()];
        List<Integer> open = new ArrayList<>(roots);
        while (!open.isEmpty()) {
            int node = open.removeLast();
            if (!needed[node]) {
                needed[node] = true;
                if (!values.containsKey(node)) {
                    open.addAll(nodes.get(node).inputs());
                }
            }
        }
        for (int i = 0; i < needed.length; i++) {
            if (needed[i] && rows[i]) {
                value(i);
            }
        }
    }

    /// The value of a recorded node.
    Value value(int number) {
        Value done = values.get(number);
        if (done != null) {
            return done;
        }
        Recording.Node node = nodes.get(number);
        Value value;
        if (!rows[number]) {
            value = isReduction(node) ? reduction(node) : constant(number);
        } else {
            value = perRow(node);
        }
        values.put(number, value);
        return value;
    }

    private Value constant(int number) {
        requireNoRows(number);
        Shape shape = nodes.get(number).tensor().shape();
        return shared(
                new Value.Constant(number),
                List.of(),
                shape.rank() == 0 ? 1 : shape.dim(-1),
                false);
    }

    /// What is made of a sum over rows is the same for all rows, but known only when all of them
    /// are done.
    private void requireNoRows(int number) {
        for (int input : nodes.get(number).inputs()) {
            if (rows[input]) {
                if (derivative) {
                    throw new NotPlannableException("a sum over rows is used for single rows");
                }
                throw mixed(nodes.get(number), "mixes the rows of the batch");
            }
            requireNoRows(input);
        }
    }

    private boolean isReduction(Recording.Node node) {
        boolean ofRows = node.inputs().stream().anyMatch(input -> rows[input]);
        if (ofRows && !derivative) {
            throw mixed(node, "mixes the rows of the batch");
        }
        return ofRows;
    }

    private Value perRow(Recording.Node node) {
        int width = width(node);
        List<Integer> from = node.inputs();
        return switch (node.operation()) {
            case Elementwise.Map map ->
                    shared(new Value.Map(map.function()), inputs(node), width, true);
            case Elementwise.Combine combine ->
                    shared(new Value.Combine(combine.function()), broadcast(node), width, true);
            case Elementwise.Choose _ -> shared(new Value.Choose(), broadcast(node), width, true);
            case Algebra.Product product
                    when !product.transposeLeft() && rows[from.get(0)] && !rows[from.get(1)] ->
                    shared(
                            new Value.Product(product.transposeRight()),
                            List.of(value(from.get(0)), matrix(from.get(1))),
                            width,
                            true);
            case Arrangement.Slice slice when slice.axis() == 1 ->
                    shared(new Value.Slice(slice.from(), slice.to()), inputs(node), width, true);
            case Arrangement.Pad pad when pad.axis() == 1 ->
                    shared(new Value.Concat(List.of(pad.before())), inputs(node), width, true);
            case Arrangement.Concatenate concatenate when concatenate.axis() == 1 ->
                    shared(new Value.Concat(columns(from)), allRows(node), width, true);
            case Algebra.SumTo _ when rows[from.getFirst()] && width == 1 ->
                    shared(new Value.RowSum(), inputs(node), 1, true);
            case Arrangement.Broadcast _ when rows[from.getFirst()] ->
                    shared(new Value.Spread(), inputs(node), width, true);
            case Arrangement.Reshape _ when width(nodes.get(from.getFirst())) == width ->
                    value(from.getFirst()); // [rows] and [rows, 1] are kept alike
            case Arrangement.Detach _ -> value(from.getFirst());
            case null -> throw new IllegalStateException("an argument without a value");
            default ->
                    throw new NotPlannableException("no plan has a form for " + node.operation());
        };
    }

    /// The numbers that a value has for each row.
    static int width(Recording.Node node) {
        return node.tensor().rank() == 1 ? 1 : node.tensor().dim(1);
    }

    private List<Integer> columns(List<Integer> parts) {
        List<Integer> columns = new ArrayList<>();
        int at = 0;
        for (int part : parts) {
            columns.add(at);
            at += width(nodes.get(part));
        }
        return columns;
    }

    private Value reduction(Recording.Node node) {
        List<Integer> from = node.inputs();
        return switch (node.operation()) {
            case Algebra.Product product
                    when product.transposeLeft()
                            && !product.transposeRight()
                            && rows[from.get(0)]
                            && rows[from.get(1)] ->
                    shared(new Value.ReduceProduct(), inputs(node), node.tensor().dim(1), false);
            case Algebra.SumTo _ -> {
                Value of = value(from.getFirst());
                yield shared(new Value.ReduceRows(), List.of(of), of.width, false);
            }
            case null, default ->
                    throw new NotPlannableException("no plan has a form for " + node.operation());
        };
    }

    private List<Value> inputs(Recording.Node node) {
        return node.inputs().stream().map(this::value).toList();
    }

    private List<Value> allRows(Recording.Node node) {
        for (int input : node.inputs()) {
            if (!rows[input]) {
                throw new NotPlannableException("a constant is concatenated to rows");
            }
        }
        return inputs(node);
    }

    /// Inputs that may be constants: one row of numbers, or a single one.
    private List<Value> broadcast(Recording.Node node) {
        for (int input : node.inputs()) {
            Shape shape = nodes.get(input).tensor().shape();
            if (!rows[input] && shape.size() != (shape.rank() == 0 ? 1 : shape.dim(-1))) {
                throw mixed(node, "combines rows with a tensor " + shape + " that is not one row");
            }
        }
        return inputs(node);
    }

    private Value matrix(int number) {
        if (nodes.get(number).tensor().rank() != 2) {
            throw new NotPlannableException(
                    "rows are multiplied with " + nodes.get(number).tensor().shape());
        }
        return value(number);
    }

    private Value shared(Value.Rule rule, List<Value> inputs, int width, boolean perRow) {
        List<Object> key = new ArrayList<>(inputs);
        key.add(rule);
        key.add(width);
        @Nullable Value same = known.get(key);
        if (same == null) {
            same = new Value(rule, inputs, width, perRow);
            known.put(key, same);
        }
        return same;
    }

    private static IllegalArgumentException mixed(Recording.Node node, String how) {
        return new IllegalArgumentException(
                ("a cell's step %s: %s. Each row is a sequence of its own, so a step may compute"
                     + " along the features (axis 1) only; what spans the batch belongs outside of"
                     + " the cell")
                        .formatted(how, node.operation()));
    }
}
