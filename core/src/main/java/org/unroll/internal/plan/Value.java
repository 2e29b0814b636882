package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;

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

    record Map(Unary function) implements Rule {}

    record Combine(Binary function) implements Rule {}

    record Choose() implements Rule {}

    /// The sum of any number of inputs.
    record Sum() implements Rule {}

    /// The input times a constant matrix.
    record Product(boolean transposed) implements Rule {}

    /// Columns `[from, to)`.
    record Slice(int from, int to) implements Rule {}

    /// Inputs side by side, each at its column; columns that none covers are zero.
    record Concat(List<Integer> columns) implements Rule {}

    /// The sum of a row's columns: width 1.
    record RowSum() implements Rule {}

    /// One column repeated.
    record Spread() implements Rule {}

    /// Over all rows and timesteps: the first input transposed times the second. A matrix.
    record ReduceProduct() implements Rule {}

    /// A part of a matrix that a reduction gives, from this row and column on.
    record PartOf(int row, int column, int rows, int columns) implements Rule {}

    /// The sum over all rows and timesteps. A vector.
    record ReduceRows() implements Rule {}

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
    int uses;
    boolean dependsOnState;
    Phase phase = Phase.AHEAD;
    Slot.Place place = Slot.Place.BATCH;
    boolean table; // has a row for each row of the input's table

    Value(Rule rule, List<Value> inputs, int width, boolean rows) {
        this.rule = rule;
        this.inputs = new ArrayList<>(inputs);
        this.width = width;
        this.rows = rows;
    }

    /// Asks for a place that lasts at least as long as this one.
    void keep(Slot.Place longer) {
        if (longer.lasts(place)) {
            place = longer;
        }
    }

    boolean isLeaf() {
        return inputs.isEmpty();
    }

    boolean isReduction() {
        return rule instanceof ReduceProduct
                || rule instanceof ReduceRows
                || rule instanceof PartOf;
    }
}
