package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Algebra;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.Lookup;
import org.unroll.tensor.Normalization;
import org.unroll.tensor.Operation;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Proves that every operation of a step keeps the rows of the batch apart, or refuses the step by
/// the operation's name, with what to do instead.
///
/// The batch is found by recording the step with two numbers of rows: an axis whose length differs
/// is the batch, and it has to be axis 0. Elements are in row-major order and operations keep it,
/// so a result whose axis 0 is the batch is made row by row, but for the few operations that look
/// along their last axis, which is the batch if there is no other, and lookups in tables with rows.
///
/// @param rows which values have a row for each row of the batch
/// @param made the captured tensors that the step made for the batch's rows, all rows alike
record RowProof(boolean[] rows, List<Integer> made) {
    /// Two recordings of one step, or as far as they came.
    private record Both(
            List<Recording.Node> few, List<Recording.Node> many, int fewRows, int manyRows) {
        int count() {
            return Math.min(few.size(), many.size());
        }

        Shape shape(int node) {
            return few.get(node).tensor().shape();
        }
    }

    /// @param few a recording
    /// @param many the same step recorded for more rows
    /// @param fewAgain records the first one once more: what differs from it is drawn at random
    static RowProof of(RecordedStep few, RecordedStep many, Supplier<RecordedStep> fewAgain) {
        Both both = new Both(few.nodes(), many.nodes(), rows(few), rows(many));
        List<Integer> made = new ArrayList<>();
        Supplier<RecordedStep> third = once(fewAgain);
        IntPredicate isMade =
                node -> {
                    boolean forRows = isMade(node, few, many, third);
                    if (forRows) {
                        made.add(node);
                    }
                    return forRows;
                };
        boolean[] rows = prove(both, few.derivativeStart(), isMade);
        if (few.nodes().size() != many.nodes().size()) {
            throw changing(both, rows, rows.length);
        }
        return new RowProof(rows, List.copyOf(made));
    }

    /// Why two recordings failed that got as far as this: the first operation that does not keep
    /// rows apart, if there is one. What failed then are shapes that this made.
    static @Nullable IllegalArgumentException cause(
            List<Recording.Node> few, List<Recording.Node> many, int fewRows, int manyRows) {
        Both both = new Both(few, many, fewRows, manyRows);
        try {
            prove(
                    both,
                    both.count(),
                    node -> !both.shape(node).equals(many.get(node).tensor().shape()));
            return null;
        } catch (IllegalArgumentException refused) {
            return refused;
        }
    }

    /// Which of the nodes have rows.
    ///
    /// @param ownEnd where the step's own operations end and those of the derivative begin
    /// @param isMade whether a captured tensor was made for the batch's rows
    private static boolean[] prove(Both both, int ownEnd, IntPredicate isMade) {
        boolean[] rows = new boolean[both.count()];
        for (int i = 0; i < rows.length; i++) {
            Recording.Node node = both.few.get(i);
            Recording.Node other = both.many.get(i);
            if (!node.inputs().equals(other.inputs())
                    || node.isCaptured() != other.isCaptured()
                    || !same(node.operation(), other.operation())) {
                throw changing(both, rows, i);
            }
            if (node.isCaptured()) {
                rows[i] = isMade.test(i);
                continue;
            }
            Shape a = node.tensor().shape();
            Shape b = other.tensor().shape();
            rows[i] = !a.equals(b);
            if (rows[i]
                    && (a.rank() == 0
                            || a.rank() != b.rank()
                            || a.dim(0) != both.fewRows
                            || b.dim(0) != both.manyRows
                            || !a.without(0).equals(b.without(0)))) {
                throw refused(both, rows, i, "moves the batch away from axis 0");
            }
            boolean ofRows = node.inputs().stream().anyMatch(input -> rows[input]);
            if (i < ownEnd && ofRows && (!rows[i] || looksAlongRows(both, rows, node))) {
                throw refused(both, rows, i, "mixes the rows of the batch");
            }
        }
        return rows;
    }

    private static int rows(RecordedStep step) {
        return step.nodes().get(step.input()).tensor().dim(0);
    }

    /// The same operation, whatever the number of rows is that it mentions.
    private static boolean same(@Nullable Operation a, @Nullable Operation b) {
        if (a == null || b == null) {
            return a == null && b == null;
        }
        return switch (a) {
            // their shape is the result's, which is compared by itself
            case Arrangement.Reshape _, Arrangement.Broadcast _, Algebra.SumTo _ ->
                    a.getClass() == b.getClass();
            case Arrangement.Slice slice when slice.axis() == 0 -> a.getClass() == b.getClass();
            default -> a.equals(b);
        };
    }

    private static boolean looksAlongRows(Both both, boolean[] rows, Recording.Node node) {
        int first = node.inputs().getFirst();
        int rank = both.shape(first).rank();
        return switch (node.operation()) {
            case Algebra.Softmax _, Algebra.LogSoftmax _, Algebra.Maximum _, Algebra.ArgMax _ ->
                    rank == 1;
            case Lookup.Pick _, Lookup.Place _ -> rank == 1;
            case Lookup.TakeRows _ -> rows[first];
            case Arrangement.Concatenate concatenate -> concatenate.axis() == 0;
            case null, default -> false;
        };
    }

    // ---- tensors made in the step ----

    /// A recording that is made when it is asked for the first time.
    private static Supplier<RecordedStep> once(Supplier<RecordedStep> step) {
        List<RecordedStep> made = new ArrayList<>();
        return () -> {
            if (made.isEmpty()) {
                made.add(step.get());
            }
            return made.getFirst();
        };
    }

    /// Whether the step made this tensor for the batch's rows. What it makes of their number, or
    /// draws anew each time, is refused: a row's results do not depend on how many others there
    /// are, and a plan would freeze what is random.
    private static boolean isMade(
            int number, RecordedStep few, RecordedStep many, Supplier<RecordedStep> fewAgain) {
        Tensor a = few.nodes().get(number).tensor();
        Tensor b = many.nodes().get(number).tensor();
        if (a == b || sameValues(a, b)) {
            return false;
        }
        RecordedStep again = fewAgain.get();
        if (again.nodes().size() != few.nodes().size()
                || !sameValues(a, again.nodes().get(number).tensor())) {
            throw new IllegalArgumentException(
                    ("a cell's step makes a tensor %s whose values change from call to call, as"
                         + " random numbers do: a step is recorded once and then run for all rows"
                         + " and timesteps, so it must not draw. Take dropout masks from the step's"
                         + " context, and bring other random numbers in with the input")
                            .formatted(a.shape()));
        }
        boolean forRows =
                a.rank() > 0
                        && a.rank() == b.rank()
                        && a.dim(0) == rows(few)
                        && b.dim(0) == rows(many)
                        && a.shape().without(0).equals(b.shape().without(0));
        if (!forRows) {
            throw new IllegalArgumentException(
                    ("a cell's step makes a tensor %s out of the number of rows in the batch: a"
                         + " row's results must not depend on how many others there are. Make it in"
                         + " the cell's constructor, or bring it in with the input")
                            .formatted(a.shape()));
        }
        if (!sameValues(a.slice(0, 0, 1), b.slice(0, 0, 1)) || !isAlike(a) || !isAlike(b)) {
            throw unlike(a);
        }
        return true;
    }

    /// Checks the tensors that a later recording of the same step made for its rows.
    void requireAlike(RecordedStep step) {
        for (int number : made) {
            Tensor tensor = step.nodes().get(number).tensor();
            if (!isAlike(tensor)) {
                throw unlike(tensor);
            }
        }
    }

    private static boolean isAlike(Tensor tensor) {
        Tensor first = tensor.slice(0, 0, 1);
        for (int row = 1; row < tensor.dim(0); row++) {
            if (!sameValues(first, tensor.slice(0, row, row + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameValues(Tensor a, Tensor b) {
        return a.shape().equals(b.shape())
                && a.type() == b.type()
                && Arrays.equals(a.toDoubles(), b.toDoubles());
    }

    private static IllegalArgumentException unlike(Tensor tensor) {
        Shape shape = tensor.shape();
        return new IllegalArgumentException(
                ("a cell's step makes a tensor [rows%s whose rows differ: every row of the batch is"
                     + " treated alike in a step. What belongs to a row comes in with the input or"
                     + " the state")
                        .formatted(shape.rank() == 1 ? "]" : ", " + inner(shape) + "]"));
    }

    // ---- messages ----

    /// @param from the first node that differs, or the end of the shorter recording
    private static IllegalArgumentException changing(Both both, boolean[] rows, int from) {
        return new IllegalArgumentException(
                ("a cell's step did different things for %d and for %d rows: first %s, then %s. It"
                                + " has to be the same equations for every row, whatever their"
                                + " number")
                        .formatted(
                                both.fewRows,
                                both.manyRows,
                                next(both.few, rows, from),
                                next(both.many, rows, from)));
    }

    /// The first operation from a node on.
    private static String next(List<Recording.Node> nodes, boolean[] rows, int from) {
        for (int i = from; i < nodes.size(); i++) {
            if (nodes.get(i).operation() != null) {
                return described(nodes, rows, i);
            }
        }
        return "nothing";
    }

    private static IllegalArgumentException refused(
            Both both, boolean[] rows, int number, String how) {
        return new IllegalArgumentException(
                "a cell's step %s: %s (recorded with %d rows). Each row is a sequence of its own; %s"
                        .formatted(
                                how,
                                described(both.few, rows, number),
                                both.fewRows,
                                instead(both.few.get(number).operation())));
    }

    /// Such as `SumTo of [rows, 3] gives [3]`.
    private static String described(List<Recording.Node> nodes, boolean[] rows, int number) {
        Recording.Node node = nodes.get(number);
        Operation operation = node.operation();
        String name = operation == null ? "a tensor" : operation.getClass().getSimpleName();
        String inputs =
                node.inputs().stream()
                        .map(input -> {
                            Shape shape = nodes.get(input).tensor().shape();
                            return input >= rows.length || !rows[input]
                                    ? shape.toString()
                                    : shape.rank() == 1 ? "[rows]" : "[rows, " + inner(shape) + "]";
                        })
                        .collect(Collectors.joining(" and "));
        return "%s of %s gives %s".formatted(name, inputs, node.tensor().shape());
    }

    private static String inner(Shape shape) {
        String text = shape.without(0).toString();
        return text.substring(1, text.length() - 1);
    }

    private static String instead(@Nullable Operation operation) {
        return switch (operation) {
            case Algebra.SumTo _ ->
                    "sum(1) and mean(1) go along a row's features, and what spans the batch"
                            + " belongs outside of the cell";
            case Algebra.Softmax _,
                    Algebra.LogSoftmax _,
                    Algebra.Maximum _,
                    Algebra.ArgMax _,
                    Normalization _ ->
                    "here a row is a single number; give it an axis of features first";
            case Algebra.Product _ ->
                    "multiply by a matrix of the cell, or give each row a matrix of its own with"
                            + " unsqueezed(1)";
            case Arrangement.Reshape _ -> "keep axis 0: reshaped(x.dim(0), ...)";
            case Arrangement.Permute _ -> "keep axis 0 in its place: permuted(0, ...)";
            case Arrangement.Slice _, Arrangement.Pad _, Arrangement.Concatenate _ ->
                    "take and join features, along axis 1 or a later one";
            case Lookup.TakeRows _ ->
                    "rows(...) looks up in a table of the cell, and gather(1, numbers) among a"
                            + " row's features";
            case null, default ->
                    "a step may compute along the features (axis 1) only, and what spans the"
                            + " batch belongs outside of the cell";
        };
    }
}
