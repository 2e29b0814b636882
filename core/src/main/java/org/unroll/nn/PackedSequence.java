package org.unroll.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.unroll.tensor.Tensor;

/// A batch of sequences without padding: all rows' first steps, then all second steps, and so on,
/// longer rows first. The form in which PyTorch's `PackedSequence` keeps a batch; for data that
/// comes packed, or has to go out packed.
///
/// Layers take a [Sequence]: they skip padding by themselves, so nothing gets faster by packing.
///
/// ```java
/// Sequence read = layer.run(packed.toSequence(Layout.BATCH_FIRST), mode).outputs();
/// PackedSequence out = PackedSequence.of(read, packed.order());
/// ```
///
/// A function that works step by step, such as [Linear], can be applied to the packed values
/// themselves ([#with]). Both conversions are followed by differentiation. Rows of length zero are
/// kept, as the last ones of the order; PyTorch refuses them.
///
/// @param values `[steps of all rows together, ...]`: PyTorch's `data`
/// @param rowsPerStep how many rows have a first step, a second one, ..., each at least 1 and none
///   more than the one before: PyTorch's `batch_sizes`
/// @param order the rows' numbers in the batch, longer rows first: PyTorch's `sorted_indices`
public record PackedSequence(Tensor values, List<Integer> rowsPerStep, List<Integer> order) {

    /// Copies the lists, and checks that they fit together.
    public PackedSequence {
        rowsPerStep = List.copyOf(rowsPerStep);
        order = List.copyOf(order);
        long sum = 0;
        int most = order.size();
        for (int rows : rowsPerStep) {
            if (rows < 1 || rows > most) {
                throw new IllegalArgumentException(
                        "expected rowsPerStep, each at least 1, never rising and none above the %d rows of the order, but got %s"
                                .formatted(order.size(), rowsPerStep));
            }
            most = rows;
            sum += rows;
        }
        if (values.rank() < 1 || values.dim(0) != sum) {
            throw new IllegalArgumentException(
                    "expected values [%d, ...] for rowsPerStep %s but got %s"
                            .formatted(sum, rowsPerStep, values.shape()));
        }
        requirePermutation(order);
    }

    private static void requirePermutation(List<Integer> order) {
        var seen = new boolean[order.size()];
        for (int row : order) {
            if (row < 0 || row >= seen.length || seen[row]) {
                throw new IllegalArgumentException(
                        "expected each row from 0 to %d once in the order but got %s"
                                .formatted(order.size() - 1, order));
            }
            seen[row] = true;
        }
    }

    /// Rows that stand in the order of their lengths already.
    ///
    /// @param values `[steps of all rows together, ...]`
    /// @param rowsPerStep at least one step; the first is the number of rows
    public static PackedSequence of(Tensor values, int... rowsPerStep) {
        int rows = rowsPerStep.length == 0 ? 0 : rowsPerStep[0];
        return new PackedSequence(
                values,
                Arrays.stream(rowsPerStep).boxed().toList(),
                IntStream.range(0, rows).boxed().toList());
    }

    /// Packs a batch; rows of one length keep their order.
    ///
    /// @param input in either layout
    /// @throws IllegalArgumentException if steps are left out between others
    public static PackedSequence of(Sequence input) {
        int[] lengths = input.lengths();
        return of(
                input,
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(row -> -lengths[row]))
                        .toList());
    }

    /// Packs a batch in a given order, such as that in which it came.
    ///
    /// @param order each row's number once, the lengths never rising
    /// @throws IllegalArgumentException if steps are left out between others
    public static PackedSequence of(Sequence input, List<Integer> order) {
        if (input.hasHoles()) {
            throw new IllegalArgumentException(
                    "cannot pack %s: a packed row has all its steps one after another"
                            .formatted(input));
        }
        int[] lengths = input.lengths();
        requirePermutation(order);
        int steps = order.isEmpty() ? 0 : lengths[order.getFirst()];
        List<Integer> rowsPerStep = new ArrayList<>(steps);
        var places = new int[Arrays.stream(lengths).sum()];
        int count = 0;
        for (int step = 0; step < steps; step++) {
            int rows = 0;
            while (rows < order.size() && lengths[order.get(rows)] > step) {
                places[count++] = StepAxis.place(input, order.get(rows++), step);
            }
            rowsPerStep.add(rows);
        }
        if (order.size() != lengths.length || count != places.length) {
            throw new IllegalArgumentException(
                    "expected an order of %d rows in which lengths never rise but got %s for lengths %s"
                            .formatted(lengths.length, order, Arrays.toString(lengths)));
        }
        Tensor values = StepAxis.list(input.values()).rows(Tensor.of(places));
        return new PackedSequence(values, rowsPerStep, order);
    }

    /// Other values at the same places.
    ///
    /// @param values `[steps of all rows together, ...]`
    public PackedSequence with(Tensor values) {
        return new PackedSequence(values, rowsPerStep, order);
    }

    /// The number of rows, those of length zero included.
    public int rows() {
        return order.size();
    }

    /// The number of steps of the longest row.
    public int steps() {
        return rowsPerStep.size();
    }

    /// The length of each row, in the batch's order.
    public int[] lengths() {
        var lengths = new int[rows()];
        for (int rows : rowsPerStep) {
            order.subList(0, rows).forEach(row -> lengths[row]++);
        }
        return lengths;
    }

    /// The batch with zeros for padding, as many steps as its longest row has.
    public Sequence toSequence(Layout layout) {
        return toSequence(layout, steps());
    }

    /// The batch with zeros for padding up to a number of steps: PyTorch's `total_length`.
    ///
    /// @param steps at least [#steps]
    public Sequence toSequence(Layout layout, int steps) {
        if (steps < steps()) {
            throw new IllegalArgumentException(
                    "expected at least %d steps but got %d".formatted(steps(), steps));
        }
        int rows = rows();
        int rowStride = layout == Layout.BATCH_FIRST ? steps : 1;
        int stepStride = layout == Layout.BATCH_FIRST ? 1 : rows;
        var places = new int[rows * steps];
        Arrays.fill(places, values.dim(0)); // zeros
        int count = 0;
        for (int step = 0; step < steps(); step++) {
            for (int row : order.subList(0, rowsPerStep.get(step))) {
                places[row * rowStride + step * stepStride] = count++;
            }
        }
        Tensor padded =
                layout == Layout.BATCH_FIRST
                        ? StepAxis.taken(values, places, rows, steps)
                        : StepAxis.taken(values, places, steps, rows);
        return Sequence.of(padded, layout, lengths());
    }

    /// Where each row of the batch stands in [#order]: PyTorch's `unsorted_indices`.
    public List<Integer> places() {
        List<Integer> places = new ArrayList<>(Collections.nCopies(rows(), 0));
        for (int i = 0; i < order.size(); i++) {
            places.set(order.get(i), i);
        }
        return List.copyOf(places);
    }

    @Override
    public String toString() {
        return "PackedSequence(%s %s, lengths %s)"
                .formatted(values.type(), values.shape(), Arrays.toString(lengths()));
    }
}
