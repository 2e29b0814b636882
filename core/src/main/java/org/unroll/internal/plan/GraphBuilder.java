package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;
import org.unroll.tensor.Algebra;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.DType;
import org.unroll.tensor.Elementwise;
import org.unroll.tensor.Lookup;
import org.unroll.tensor.Normalization;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;

/// Turns recorded operations into values per row. A row's value is a vector: its elements in
/// row-major order, whatever axes they have. So what only moves elements is one index map, and what
/// goes along an axis goes along runs of columns, once the axis has been moved to the end.
///
/// That the operations keep the rows apart has been shown before ([RowProof]).
final class GraphBuilder {
    private final List<Recording.Node> nodes;
    private final boolean[] rows;
    private final DType type;
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<List<Object>, Value> known = new HashMap<>();

    /// @param rows which nodes have a row for each row of the batch
    /// @param type the plan's type
    /// @param leaves the values of the arguments, and for a derivative of whatever the step
    ///   computed
    GraphBuilder(
            List<Recording.Node> nodes, boolean[] rows, DType type, Map<Integer, Value> leaves) {
        this.nodes = nodes;
        this.rows = rows;
        this.type = type;
        values.putAll(leaves);
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
        Value value = rows[number] ? perRow(number) : notPerRow(number);
        values.put(number, value);
        return value;
    }

    private Value notPerRow(int number) {
        boolean ofRows = nodes.get(number).inputs().stream().anyMatch(input -> rows[input]);
        return ofRows ? reduction(nodes.get(number)) : constant(number);
    }

    // ---- shapes ----

    private Shape shape(int node) {
        return nodes.get(node).tensor().shape();
    }

    private static int[] dims(Shape shape) {
        return shape.without(0).dims();
    }

    /// The numbers that a value has for each row.
    static int width(Recording.Node node) {
        return IndexMap.size(dims(node.tensor().shape()));
    }

    /// How numbers of a type are kept: null for the plan's own way.
    static @Nullable DType kept(DType of, DType plan) {
        DType kept = of == DType.INT32 ? DType.FLOAT64 : of;
        return kept == plan ? null : kept;
    }

    private @Nullable DType kept(int node) {
        return kept(nodes.get(node).tensor().type(), type);
    }

    // ---- constants ----

    private Value constant(int number) {
        requireNoRows(number);
        int width = shape(number).size();
        return leaf(new Value.Constant(number), width, false, kept(number));
    }

    private Value stretched(int number, Shape to) {
        requireNoRows(number);
        Shape one = to.with(0, 1);
        return leaf(new Value.Stretched(number, one), one.size(), false, kept(number));
    }

    private Value matrix(int number) {
        requireNoRows(number);
        return leaf(new Value.Constant(number), shape(number).dim(1), false, kept(number));
    }

    private Value leaf(Value.Rule rule, int width, boolean perRow, @Nullable DType kept) {
        return known.computeIfAbsent(
                List.of(rule, width, perRow), _ -> new Value(rule, List.of(), width, perRow, kept));
    }

    /// What is made of a sum over rows is known only when all of them are done.
    private void requireNoRows(int number) {
        for (int input : nodes.get(number).inputs()) {
            if (rows[input]) {
                throw new IllegalStateException(
                        "a sum over rows is used for single rows: " + nodes.get(number));
            }
            requireNoRows(input);
        }
    }

    // ---- values with rows ----

    private Value perRow(int number) {
        Recording.Node node = nodes.get(number);
        List<Integer> from = node.inputs();
        int width = width(node);
        return switch (node.operation()) {
            case Elementwise.Map map -> shared(new Value.Map(map.function()), inputs(node), width);
            case Elementwise.Combine combine ->
                    shared(new Value.Combine(combine.function()), operands(node), width);
            case Elementwise.Choose _ -> shared(new Value.Choose(), operands(node), width);
            case Algebra.Product product -> product(node, product);
            case Algebra.SumTo to -> sum(from.getFirst(), to.to());
            case Algebra.Maximum _ ->
                    fold(Value.Folding.MAXIMUM, value(from.getFirst()), last(from), width);
            case Algebra.Softmax _ -> softmax(value(from.getFirst()), last(from));
            case Algebra.LogSoftmax _ -> logSoftmax(value(from.getFirst()), last(from));
            case Normalization.InverseDeviation(double epsilon) ->
                    shared(new Value.InverseDeviation(last(from), epsilon), inputs(node), width);
            case Normalization.Normalize _ ->
                    shared(new Value.Normalize(last(from)), inputs(node), width);
            case Normalization.Gradient _ ->
                    shared(new Value.NormalizeGradient(last(from)), inputs(node), width);
            case Algebra.ArgMax _ ->
                    shared(
                            new Value.Position(last(from), kept(DType.INT32, type)),
                            inputs(node),
                            width);
            case Arrangement.Slice slice -> slice(from.getFirst(), slice);
            case Arrangement.Pad pad ->
                    moved(
                            value(from.getFirst()),
                            IndexMap.pad(
                                    dims(shape(from.getFirst())),
                                    pad.axis() - 1,
                                    pad.before(),
                                    pad.after()));
            case Arrangement.Permute permute ->
                    moved(
                            value(from.getFirst()),
                            IndexMap.permute(
                                    dims(shape(from.getFirst())), featureAxes(permute.axes())));
            case Arrangement.Broadcast broadcast -> whole(from.getFirst(), broadcast.to());
            case Arrangement.Concatenate concatenate -> concatenated(node, concatenate.axis());
            case Arrangement.Reshape _, Arrangement.Detach _ -> value(from.getFirst());
            case Arrangement.Convert convert -> converted(from.getFirst(), convert.to());
            case Lookup.TakeRows _ -> takeRows(node);
            case Lookup.Pick _ ->
                    shared(
                            new Value.Pick(last(from), shape(from.get(1)).dim(-1)),
                            inputs(node),
                            width);
            case Lookup.Place place ->
                    shared(
                            new Value.Place(place.length(), shape(from.get(1)).dim(-1)),
                            inputs(node),
                            width);
            case Lookup.OneHot oneHot ->
                    shared(
                            new Value.OneHot(oneHot.classes(), kept(oneHot.floating(), type)),
                            inputs(node),
                            width);
            case Lookup.AddRows _ ->
                    throw new IllegalStateException("rows are added up for single rows");
            case null -> made(number);
        };
    }

    /// A tensor that the step made for the batch's rows, which are all alike: its first one serves
    /// all.
    private Value made(int number) {
        Recording.Node node = nodes.get(number);
        if (!node.isCaptured()) {
            throw new IllegalStateException("an argument without a value");
        }
        return leaf(new Value.Constant(number), width(node), true, kept(number));
    }

    private int last(List<Integer> inputs) {
        return shape(inputs.getFirst()).dim(-1);
    }

    private List<Value> inputs(Recording.Node node) {
        return node.inputs().stream().map(this::value).toList();
    }

    /// Inputs of an elementwise operation: each as wide as the result, or one number for all.
    private List<Value> operands(Recording.Node node) {
        Shape result = node.tensor().shape();
        return node.inputs().stream()
                .map(input -> {
                    boolean single =
                            rows[input] ? width(nodes.get(input)) == 1 : shape(input).size() == 1;
                    return single ? value(input) : whole(input, result);
                })
                .toList();
    }

    /// A value stretched to a result's shape.
    private Value whole(int input, Shape result) {
        if (!rows[input]) {
            return shape(input).size() == result.with(0, 1).size()
                    ? value(input)
                    : stretched(input, result);
        }
        Shape shape = shape(input);
        return shape.without(0).equals(result.without(0))
                ? value(input)
                : moved(value(input), IndexMap.broadcast(dims(shape), dims(result)));
    }

    // ---- moving ----

    /// A value with its numbers in other places, in the simplest form that does it.
    private Value moved(Value x, IndexMap map) {
        if (x.rule instanceof Value.Rearrange(IndexMap before)) {
            return moved(x.inputs.getFirst(), map.after(before));
        }
        if (map.isIdentity(x.width)) {
            return x;
        }
        List<Value> input = List.of(x);
        int width = map.width();
        int from = map.onlyRun();
        if (from >= 0) {
            return shared(new Value.Slice(from, from + width), input, width);
        }
        int place = map.wholeAmongZeros(x.width);
        if (place >= 0) {
            return shared(new Value.Concat(List.of(place)), input, width);
        }
        return x.width == 1 && !map.hasZeros()
                ? shared(new Value.Spread(), input, width)
                : shared(new Value.Rearrange(map), input, width);
    }

    private Value slice(int input, Arrangement.Slice slice) {
        return slice.axis() == 0 // all rows, or it would mix them
                ? value(input)
                : moved(
                        value(input),
                        IndexMap.slice(
                                dims(shape(input)), slice.axis() - 1, slice.from(), slice.to()));
    }

    private static int[] featureAxes(List<Integer> axes) {
        return axes.subList(1, axes.size()).stream().mapToInt(axis -> axis - 1).toArray();
    }

    private Value concatenated(Recording.Node node, int axis) {
        List<Integer> columns = new ArrayList<>();
        int at = 0;
        for (int part : node.inputs()) {
            columns.add(at);
            at += width(nodes.get(part));
        }
        Value endToEnd = shared(new Value.Concat(columns), inputs(node), at);
        List<int[]> parts = node.inputs().stream().map(part -> dims(shape(part))).toList();
        return moved(endToEnd, IndexMap.concatenate(parts, axis - 1, dims(node.tensor().shape())));
    }

    private Value converted(int input, DType to) {
        Value x = value(input);
        boolean whole = to == DType.INT32;
        @Nullable DType kept = kept(to, type);
        return kept == x.kept && !whole
                ? x
                : shared(new Value.Convert(kept, whole), List.of(x), x.width);
    }

    // ---- along an axis ----

    private Value fold(Value.Folding how, Value x, int length, int width) {
        return shared(new Value.Fold(how, length), List.of(x), width);
    }

    /// The axes to sum over are moved to the end.
    private Value sum(int input, Shape to) {
        int[] dims = dims(shape(input));
        int[] sums = dims(to);
        int[] kept = IntStream.range(0, dims.length).filter(i -> sums[i] == dims[i]).toArray();
        int[] summed = IntStream.range(0, dims.length).filter(i -> sums[i] != dims[i]).toArray();
        if (summed.length == 0) {
            return value(input);
        }
        int[] order = IntStream.concat(Arrays.stream(kept), Arrays.stream(summed)).toArray();
        int length = Arrays.stream(summed).map(axis -> dims[axis]).reduce(1, (a, b) -> a * b);
        Value ordered = moved(value(input), IndexMap.permute(dims, order));
        return fold(Value.Folding.SUM, ordered, length, IndexMap.size(sums));
    }

    /// exp(x - max) / sum, as the operation by itself computes it.
    private Value softmax(Value x, int length) {
        Value shifted = minus(x, perRun(Value.Folding.MAXIMUM, x, length));
        Value exponentials = shared(new Value.Map(Unary.EXP), List.of(shifted), x.width);
        Value sums = perRun(Value.Folding.SUM, exponentials, length);
        return shared(new Value.Combine(Binary.DIVIDE), List.of(exponentials, sums), x.width);
    }

    /// x - max - log(sum(exp(x - max))).
    private Value logSoftmax(Value x, int length) {
        Value shifted = minus(x, perRun(Value.Folding.MAXIMUM, x, length));
        Value exponentials = shared(new Value.Map(Unary.EXP), List.of(shifted), x.width);
        Value sums = fold(Value.Folding.SUM, exponentials, length, runs(x, length));
        Value logarithms = shared(new Value.Map(Unary.LOG), List.of(sums), sums.width);
        return minus(shifted, repeated(logarithms, length));
    }

    private Value minus(Value a, Value b) {
        return shared(new Value.Combine(Binary.SUBTRACT), List.of(a, b), a.width);
    }

    private static int runs(Value x, int length) {
        return length == 0 ? 0 : x.width / length;
    }

    private Value perRun(Value.Folding how, Value x, int length) {
        return repeated(fold(how, x, length, runs(x, length)), length);
    }

    private Value repeated(Value x, int length) {
        return x.width == 1
                ? x // one number for all
                : moved(x, IndexMap.broadcast(new int[] {x.width, 1}, new int[] {x.width, length}));
    }

    // ---- products ----

    private Value product(Recording.Node node, Algebra.Product product) {
        int left = node.inputs().get(0);
        int right = node.inputs().get(1);
        if (!rows[right] && shape(right).rank() == 2) {
            Value x = value(left);
            return rowsTimes(
                    product.transposeLeft() ? transposed(x, dims(shape(left))) : x,
                    right,
                    product.transposeRight(),
                    width(node));
        }
        if (!rows[left] && shape(left).rank() == 2) { // (A B)' = B' A'
            Value x = value(right);
            Value turned =
                    rowsTimes(
                            product.transposeRight() ? x : transposed(x, dims(shape(right))),
                            left,
                            !product.transposeLeft(),
                            width(node));
            return transposed(turned, turned(dims(node.tensor().shape())));
        }
        return batchProduct(node, product);
    }

    private static int[] turned(int[] dims) {
        int[] turned = dims.clone();
        turned[dims.length - 1] = dims[dims.length - 2];
        turned[dims.length - 2] = dims[dims.length - 1];
        return turned;
    }

    private Value transposed(Value x, int[] dims) {
        return moved(x, IndexMap.transpose(dims));
    }

    private Value rowsTimes(Value x, int matrix, boolean transposed, int width) {
        int k = shape(matrix).dim(transposed ? 1 : 0);
        int n = shape(matrix).dim(transposed ? 0 : 1);
        if (width == n && x.width == k) {
            requireNoRows(matrix);
            Panel panel = Panel.of(nodes, matrix);
            return shared(
                    new Value.Product(transposed ? panel.transposed() : panel), List.of(x), width);
        }
        return shared(
                new Value.BlockProduct(transposed, n == 0 ? 0 : width / n, k, n),
                List.of(x, matrix(matrix)),
                width);
    }

    private Value batchProduct(Recording.Node node, Algebra.Product product) {
        Shape result = node.tensor().shape();
        int left = node.inputs().get(0);
        int right = node.inputs().get(1);
        int m = result.dim(-2);
        int n = result.dim(-1);
        int k = shape(left).dim(product.transposeLeft() ? -2 : -1);
        int count = 1;
        for (int axis = 1; axis < result.rank() - 2; axis++) {
            count *= result.dim(axis);
        }
        return shared(
                new Value.BatchProduct(
                        count, m, k, n, product.transposeLeft(), product.transposeRight()),
                List.of(matrices(left, result), matrices(right, result)),
                width(node));
    }

    /// An operand's matrices, one for each of the result's.
    private Value matrices(int input, Shape result) {
        Shape shape = shape(input);
        return whole(input, result.with(-1, shape.dim(-1)).with(-2, shape.dim(-2)));
    }

    // ---- by number ----

    private Value takeRows(Recording.Node node) {
        Shape table = shape(node.inputs().getFirst());
        return shared(new Value.TakeRows(runOf(table), table.dim(0)), inputs(node), width(node));
    }

    private static int runOf(Shape table) {
        return table.with(0, 1).size();
    }

    // ---- sums over rows ----

    private Value reduction(Recording.Node node) {
        int from = node.inputs().getFirst();
        Shape shape = node.tensor().shape();
        return switch (node.operation()) {
            case Algebra.Product product
                    when product.transposeLeft()
                            && !product.transposeRight()
                            && rows[from]
                            && rows[node.inputs().get(1)] ->
                    reduced(new Value.ReduceProduct(), inputs(node), shape.dim(1));
            case Algebra.SumTo _
                    when nodes.get(from).operation() instanceof Algebra.Product product
                            && isOfRows(nodes.get(from), shape) ->
                    reduceBlocks(nodes.get(from), product, shape);
            case Algebra.SumTo _ -> reducedRows(from);
            case Lookup.AddRows add ->
                    reduced(
                            new Value.ReduceIntoRows(runOf(shape), shape.dim(0), add.skipped()),
                            inputs(node),
                            runOf(shape));
            case null, default ->
                    throw new IllegalStateException("rows are summed up by " + node.operation());
        };
    }

    /// The sum of a node's rows, for a tensor that the step made for them.
    Value reducedRows(int node) {
        Value of = value(node);
        return reduced(new Value.ReduceRows(), List.of(of), of.width);
    }

    private Value reduced(Value.Rule rule, List<Value> inputs, int width) {
        return shared(rule, inputs, width, false);
    }

    /// Whether this is the gradient of a matrix by which rows of matrices were multiplied: a sum of
    /// products, each of a row.
    private boolean isOfRows(Recording.Node node, Shape to) {
        return node.tensor().rank() > 2
                && to.rank() == 2
                && to.dim(0) == node.tensor().dim(-2)
                && to.dim(1) == node.tensor().dim(-1)
                && node.inputs().stream().allMatch(input -> rows[input]);
    }

    /// A sum over rows of sums over k is one sum, if both sides lie with k before their columns.
    private Value reduceBlocks(Recording.Node node, Algebra.Product product, Shape to) {
        Shape result = node.tensor().shape();
        int left = node.inputs().get(0);
        int right = node.inputs().get(1);
        Value a = matrices(left, result);
        Value b = matrices(right, result);
        int k = shape(left).dim(product.transposeLeft() ? -2 : -1);
        int[] batch = dims(result);
        if (!product.transposeLeft()) {
            a = transposed(a, last(batch, to.dim(0), k));
        }
        if (product.transposeRight()) {
            b = transposed(b, last(batch, to.dim(1), k));
        }
        int blocks = k;
        for (int i = 0; i < batch.length - 2; i++) {
            blocks *= batch[i];
        }
        return reduced(
                blocks == 1 ? new Value.ReduceProduct() : new Value.ReduceBlocks(blocks),
                List.of(a, b),
                to.dim(1));
    }

    private static int[] last(int[] dims, int rows, int columns) {
        int[] changed = dims.clone();
        changed[dims.length - 2] = rows;
        changed[dims.length - 1] = columns;
        return changed;
    }

    // ---- sharing ----

    private Value shared(Value.Rule rule, List<Value> inputs, int width) {
        return shared(rule, inputs, width, true);
    }

    private Value shared(Value.Rule rule, List<Value> inputs, int width, boolean perRow) {
        List<Object> key = new ArrayList<>(inputs);
        key.add(rule);
        key.add(width);
        return known.computeIfAbsent(key, _ -> new Value(rule, inputs, width, perRow));
    }
}
