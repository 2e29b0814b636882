package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;

/// A value of a planned step: for each row of the batch a vector of `width` numbers, or, where
/// `rows` is false, a tensor that is the same for all rows and timesteps.
final class Value {
    /// What makes a value of its inputs.
    sealed interface Rule {}

    /// One of the step's inputs, or in the derivative an output's gradient: one per timestep.
    record Input(int index) implements Rule {}

    /// One of the state's tensors, as it comes from the step before.
    record FromState(int index) implements Rule {}

    /// A tensor with a row per row of the batch, the same at every timestep.
    record PerRow(int index) implements Rule {}

    /// A random mask of each timestep.
    record Drawn(int index) implements Rule {}

    /// A value of the step, seen by its derivative.
    record Saved(int node) implements Rule {}

    /// The tensor of a recorded node that does not depend on rows: captured, or computed of such.
    record Constant(int node) implements Rule {}

    /// A constant, repeated to fill the shape of one row's value.
    record Stretched(int node, Shape to) implements Rule {}

    record Map(Unary function) implements Rule {}

    record Combine(Binary function) implements Rule {}

    record Choose() implements Rule {}

    /// The sum of any number of inputs.
    record Sum() implements Rule {}

    /// Columns of captured tensors.
    record Row(ConstantRow row) implements Rule {}

    /// The input times a constant matrix.
    record Product(Panel panel) implements Rule {}

    /// Columns `[from, to)`.
    record Slice(int from, int to) implements Rule {}

    /// Inputs side by side, each at its column; columns that none covers are zero.
    record Concat(List<Integer> columns) implements Rule {}

    /// Runs of `length` columns, each brought down to one number.
    record Fold(Folding how, int length) implements Rule {}

    /// How [Fold] brings numbers down to one.
    enum Folding {
        SUM,
        MAXIMUM
    }

    /// One over the standard deviation of each run of `length` columns.
    record InverseDeviation(int length, double epsilon) implements Rule {}

    /// Each run of the first input's columns less its mean, times its number in the second input.
    record Normalize(int length) implements Rule {}

    /// The derivative of [Normalize], of its result, of its second input and of a gradient.
    record NormalizeGradient(int length) implements Rule {}

    /// For runs of `length` columns the place of the first maximum.
    record Position(int length, @Nullable DType kept) implements Rule {}

    /// Columns in another order, repeated or left out.
    record Rearrange(IndexMap map) implements Rule {}

    /// The same numbers kept in another type, fractions cut off if so.
    record Convert(@Nullable DType kept, boolean whole) implements Rule {}

    /// The first input's columns in runs of `k`, each times a constant matrix of n columns.
    record BlockProduct(boolean transposed, int blocks, int k, int n) implements Rule {}

    /// In each row `count` products of the matrices that both inputs hold, m x k times k x n,
    /// either kept transposed. An input that is the same for all rows holds its matrices once.
    record BatchProduct(
            int count, int m, int k, int n, boolean transposedLeft, boolean transposedRight)
            implements Rule {}

    /// Rows of a constant table, of `run` numbers each, by the second input's numbers.
    record TakeRows(int run, int tableRows) implements Rule {}

    /// Out of each run of `length` columns the `per` ones that the second input numbers.
    record Pick(int length, int per) implements Rule {}

    /// The derivative of [Pick]: adds to the numbered columns of runs of zeros.
    record Place(int length, int per) implements Rule {}

    /// A run of zeros for each number, but 1 at its place.
    record OneHot(int classes, @Nullable DType kept) implements Rule {}

    /// One column repeated.
    record Spread() implements Rule {}

    /// Over all rows and timesteps: the first input transposed times the second. A matrix.
    record ReduceProduct() implements Rule {}

    /// The same where both inputs hold `blocks` rows of numbers in each row.
    record ReduceBlocks(int blocks) implements Rule {}

    /// Over all rows and timesteps: adds the first input's runs to the rows of a table of zeros
    /// that the second input numbers, but for the row `skipped` (-1 for none). A matrix.
    record ReduceIntoRows(int run, int tableRows, int skipped) implements Rule {}

    /// A part of a matrix that a reduction gives, from this row and column on.
    record PartOf(int row, int column, int rows, int columns) implements Rule {}

    /// The sum over all rows and timesteps. A vector.
    record ReduceRows() implements Rule {}

    /// The sum over all rows and timesteps of the products of two values, number by number. A
    /// vector.
    record ReduceRowProducts() implements Rule {}

    /// The rows of a value that was computed for the rows of the input's table: for each timestep
    /// the one that was looked up.
    record Gathered() implements Rule {}

    /// The input's table, seen by the derivative.
    record SavedTable() implements Rule {}

    /// For each row of the input's table the sum of the timesteps where it was looked up.
    record SumByRow() implements Rule {}

    /// When a value is computed.
    enum Phase {
        /// For all timesteps at once before the loop: it does not depend on the state.
        AHEAD,
        /// Timestep by timestep: the next state needs it.
        LOOP,
        /// For all timesteps at once after the loop: no later step needs it.
        AFTER
    }

    final Rule rule;
    final List<Value> inputs;
    final int width;
    final boolean rows;

    /// How the numbers are kept, if not in the plan's type. Those of int32 are kept as float64,
    /// which holds them all.
    final @Nullable DType kept;

    int uses;
    boolean dependsOnState;
    Phase phase = Phase.AHEAD;
    Slot.Place place = Slot.Place.BATCH;
    boolean table; // has a row for each row of the input's table

    Value(Rule rule, List<Value> inputs, int width, boolean rows) {
        this(rule, inputs, width, rows, kept(rule, inputs));
    }

    Value(Rule rule, List<Value> inputs, int width, boolean rows, @Nullable DType kept) {
        this.rule = rule;
        this.kept = kept;
        this.inputs = new ArrayList<>(inputs);
        this.width = width;
        this.rows = rows;
        dependsOnState =
                rule instanceof FromState
                        || inputs.stream().anyMatch(input -> input.dependsOnState);
    }

    /// Asks for a place that lasts at least as long as this one.
    void keep(Slot.Place longer) {
        if (longer.lasts(place)) {
            place = longer;
        }
    }

    private static @Nullable DType kept(Rule rule, List<Value> inputs) {
        return switch (rule) {
            case Convert(DType kept, boolean _) -> kept;
            case Position(int _, DType kept) -> kept;
            case OneHot(int _, DType kept) -> kept;
            default -> inputs.isEmpty() ? null : inputs.getFirst().kept;
        };
    }

    boolean isLeaf() {
        return inputs.isEmpty();
    }

    boolean isReduction() {
        return rule instanceof ReduceProduct
                || rule instanceof ReduceBlocks
                || rule instanceof ReduceRows
                || rule instanceof ReduceRowProducts
                || rule instanceof ReduceIntoRows
                || rule instanceof PartOf;
    }
}
