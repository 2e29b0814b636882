package org.unroll.nn;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A batch of sequences: values, and how long each row is.
///
/// The values are `[rows, steps, features]`, or `[rows, steps]` for indices, with rows and steps
/// swapped in [Layout#TIME_FIRST]. What stands beyond a row's length is padding: it never reaches a
/// valid result. Nor does it reach a gradient, as long as it is finite: layers that work step by
/// step, such as [Linear], compute padding along, and though a loss gives it a gradient of zero,
/// zero times NaN is NaN. So pad with zeros or other finite numbers. Lengths travel with the values
/// from layer to layer, so a recurrent layer can stop at each row's end and [LastStep] can find it,
/// also after a [Linear] or a [Dropout].
///
/// Steps may also be left out at any place, by a mask ([#masked]): a recurrent layer passes over
/// them, its state and the rest of the row being as if they were not there, and its output at them
/// is zero.
///
/// A layer that removes the time gives `[rows, features]` without lengths.
public final class Sequence {
    private final Tensor values;
    private final int @Nullable [] lengths; // null: every row is full
    private final int @Nullable [][] valid; // null: the first ones; else ascending, for each row
    private final Layout layout;

    private Sequence(
            Tensor values, int @Nullable [] lengths, int @Nullable [][] valid, Layout layout) {
        this.values = Objects.requireNonNull(values, "values");
        this.lengths = lengths;
        this.valid = valid;
        this.layout = Objects.requireNonNull(layout, "layout");
    }

    /// Rows of full length, batch first.
    public static Sequence of(Tensor values) {
        return new Sequence(values, null, null, Layout.BATCH_FIRST);
    }

    /// Rows of the given lengths, batch first: `[rows, steps, ...]`.
    ///
    /// @param lengths one per row, from 0 to the number of steps
    public static Sequence of(Tensor values, int... lengths) {
        return of(values, Layout.BATCH_FIRST, lengths);
    }

    /// Rows of full length, time first.
    public static Sequence timeFirst(Tensor values) {
        requireTime(values);
        return new Sequence(values, null, null, Layout.TIME_FIRST);
    }

    /// Rows of the given lengths, time first: `[steps, rows, ...]`.
    ///
    /// @param lengths one per row, from 0 to the number of steps
    public static Sequence timeFirst(Tensor values, int... lengths) {
        return of(values, Layout.TIME_FIRST, lengths);
    }

    /// Rows of the given lengths in the given layout.
    ///
    /// @param lengths one per row, from 0 to the number of steps
    public static Sequence of(Tensor values, Layout layout, int... lengths) {
        requireTime(values);
        var sequence = new Sequence(values, lengths.clone(), null, layout);
        sequence.checkLengths(lengths);
        return sequence;
    }

    /// Rows of which only some steps are valid, at any place.
    ///
    /// @param mask not 0 where a step is valid; of any type, with the values' first two axes:
    ///   `[rows, steps]`, or `[steps, rows]` in time-first layout
    public static Sequence masked(Tensor values, Layout layout, Tensor mask) {
        requireTime(values);
        if (!mask.shape().equals(Shape.of(values.dim(0), values.dim(1)))) {
            throw new IllegalArgumentException(
                    "expected a mask [%d, %d] for values %s but got %s"
                            .formatted(values.dim(0), values.dim(1), values.shape(), mask.shape()));
        }
        double[] marks = mask.to(DType.FLOAT64).toDoubles();
        var full = new Sequence(values, null, null, layout);
        int rows = full.rows();
        int steps = full.steps();
        var valid = new int[rows][];
        var lengths = new int[rows];
        boolean holes = false;
        for (int row = 0; row < rows; row++) {
            int from = row * full.rowStride();
            int stride = full.stepStride();
            valid[row] =
                    IntStream.range(0, steps).filter(t -> marks[from + t * stride] != 0).toArray();
            lengths[row] = valid[row].length;
            holes |= lengths[row] > 0 && valid[row][lengths[row] - 1] >= lengths[row];
        }
        return new Sequence(values, lengths, holes ? valid : null, layout);
    }

    /// The values, in the layout of this sequence.
    public Tensor values() {
        return values;
    }

    /// Which axis holds the rows.
    public Layout layout() {
        return layout;
    }

    /// The number of rows of the batch.
    public int rows() {
        return values.dim(layout.rowAxis());
    }

    /// The number of steps, padding included.
    ///
    /// @throws IllegalArgumentException if the values have no time axis
    public int steps() {
        requireTime(values);
        return values.dim(layout.timeAxis());
    }

    /// Whether lengths or a mask were given; without, every row is full.
    public boolean hasLengths() {
        return lengths != null;
    }

    /// Whether some row has a valid step after one that is not.
    public boolean hasHoles() {
        return valid != null;
    }

    /// The valid steps of a row, ascending.
    public int[] validSteps(int row) {
        if (valid != null) {
            return valid[row].clone();
        }
        return IntStream.range(0, lengths == null ? steps() : lengths[row]).toArray();
    }

    /// The number of valid steps of each row, as a copy. They are the first ones unless there are
    /// holes ([#hasHoles]).
    public int[] lengths() {
        if (lengths != null) {
            return lengths.clone();
        }
        var full = new int[rows()];
        Arrays.fill(full, steps());
        return full;
    }

    /// Other values at the same places: same rows, steps, lengths and layout.
    ///
    /// @throws IllegalArgumentException if lengths are known and rows or steps differ
    public Sequence with(Tensor values) {
        var result = new Sequence(values, lengths, valid, layout);
        if (lengths != null) {
            requireTime(values);
            if (result.rows() != rows() || result.steps() != steps()) {
                throw new IllegalArgumentException(
                        "expected values for %d rows and %d steps, %s, but got %s"
                                .formatted(rows(), steps(), layout, values.shape()));
            }
        }
        return result;
    }

    /// Other values, one per row: batch first, with neither time nor lengths.
    Sequence withoutTime(Tensor values) {
        return new Sequence(values, null, null, Layout.BATCH_FIRST);
    }

    /// 1 where a step is valid, 0 where it is padding.
    ///
    /// @return `[rows, steps]` in batch-first layout, `[steps, rows]` in time-first layout
    public Tensor mask(DType type) {
        int rows = rows();
        var mask = new double[rows * steps()];
        for (int row = 0; row < rows; row++) {
            for (int step : validSteps(row)) {
                mask[row * rowStride() + step * stepStride()] = 1;
            }
        }
        return Tensor.of(mask, values.dim(0), values.dim(1)).to(type);
    }

    private int rowStride() {
        return layout == Layout.BATCH_FIRST ? steps() : 1;
    }

    private int stepStride() {
        return layout == Layout.BATCH_FIRST ? 1 : rows();
    }

    private void checkLengths(int[] lengths) {
        if (lengths.length != rows()) {
            throw new IllegalArgumentException(
                    "expected one length for each of %d rows (values %s, %s) but got %d lengths"
                            .formatted(rows(), values.shape(), layout, lengths.length));
        }
        for (int row = 0; row < lengths.length; row++) {
            if (lengths[row] < 0 || lengths[row] > steps()) {
                throw new IllegalArgumentException(
                        "expected lengths from 0 to %d but row %d has length %d"
                                .formatted(steps(), row, lengths[row]));
            }
        }
    }

    private static void requireTime(Tensor values) {
        if (values.rank() < 2) {
            throw new IllegalArgumentException(
                    "expected values with a row and a time axis but got " + values.shape());
        }
    }

    @Override
    public String toString() {
        return "Sequence(%s %s, %s%s)"
                .formatted(
                        values.type(),
                        values.shape(),
                        layout,
                        lengths == null
                                ? ""
                                : (valid == null ? ", lengths " : ", with holes, lengths ")
                                        + Arrays.toString(lengths));
    }
}
