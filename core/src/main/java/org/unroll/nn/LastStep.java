package org.unroll.nn;

import java.util.Arrays;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Takes each row's values at its own last step: `[rows, steps, n]` becomes `[rows, n]`.
///
/// The last step is the row's last valid one, not the last of the padded batch. A row of length
/// zero gives zeros, like the output of a recurrent layer there. Time-first input gives `[rows, n]`
/// too.
public record LastStep() implements Layer {

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor values = input.values();
        Shape shape = values.shape();
        checkShape(shape);
        int rows = input.rows();
        int steps = input.steps();
        if (!input.hasLengths() && steps > 0) {
            return input.withoutTime(values.select(input.layout().timeAxis(), steps - 1));
        }
        int[] lengths = input.lengths();
        var places = new int[rows]; // in the values as one list of rows and steps
        for (int row = 0; row < rows; row++) {
            int step = lengths[row] == 0 ? 0 : input.validSteps(row)[lengths[row] - 1];
            places[row] =
                    input.layout() == Layout.BATCH_FIRST ? row * steps + step : step * rows + row;
        }
        int[] features = Arrays.copyOfRange(shape.dims(), 2, shape.rank());
        if (steps == 0) {
            return input.withoutTime(Tensor.zeros(values.type(), join(rows, features)));
        }
        Tensor found = values.reshaped(join(rows * steps, features)).rows(Tensor.of(places, rows));
        return input.withoutTime(withoutEmptyRows(found, lengths));
    }

    private static Tensor withoutEmptyRows(Tensor found, int[] lengths) {
        if (Arrays.stream(lengths).allMatch(length -> length > 0)) {
            return found;
        }
        double[] real = Arrays.stream(lengths).mapToDouble(length -> length > 0 ? 1 : 0).toArray();
        var column = new int[found.rank()];
        Arrays.fill(column, 1);
        column[0] = lengths.length;
        Tensor mask = Tensor.of(real, column).to(found.type());
        int[] dims = found.shape().dims();
        return Tensor.where(mask.broadcastTo(dims), found, Tensor.zeros(found.type(), dims));
    }

    private static int[] join(int first, int[] rest) {
        var dims = new int[rest.length + 1];
        dims[0] = first;
        System.arraycopy(rest, 0, dims, 1, rest.length);
        return dims;
    }

    private void checkShape(Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    this + ": expected an input [rows, steps, ...] but got " + shape);
        }
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        checkShape(input);
        return Shape.of(join(input.dim(0), Arrays.copyOfRange(input.dims(), 2, input.rank())));
    }

    @Override
    public String toString() {
        return "LastStep";
    }
}
