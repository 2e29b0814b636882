package org.unroll.nn;

import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// In training, sets each number to zero with probability `rate` and multiplies the others by `1 /
/// (1 - rate)`; otherwise passes its input through.
///
/// Srivastava and others, "Dropout", JMLR 15 (2014), in the inverted form that PyTorch and Keras
/// use. Whether a number is dropped depends on the mode's stream, the place of the layer in the
/// pass, and the number's row, step and unit: not on threads, on the number of rows, on padding at
/// the end, on the layout, or on the type of the numbers.
///
/// @param rate probability of dropping, from 0 to 1; 1 gives zeros
public record Dropout(double rate) implements Layer {

    /// Checks the rate.
    public Dropout {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("expected a rate from 0 to 1 but got " + rate);
        }
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        if (!mode.isTraining() || rate == 0) {
            return input;
        }
        return input.with(input.values().times(mask(input, mode.nextSite())));
    }

    /// 0 or `1 / (1 - rate)` for each number of the input.
    private Tensor mask(Sequence input, Rng site) {
        Shape shape = input.values().shape();
        boolean timeFirst = input.layout() == Layout.TIME_FIRST;
        int rows = shape.rank() == 0 ? 1 : input.rows();
        int steps = timeFirst ? input.steps() : 1;
        int rowSize = rows == 0 ? 0 : shape.size() / rows; // all steps of a row
        int block = rowSize / Math.max(steps, 1); // what lies together
        var mask = new float[shape.size()];
        for (int row = 0; row < rows; row++) {
            // one stream per row: a row's mask does not know of other rows
            var draws = (float[]) site.fork(row).uniform(DType.FLOAT32, 0, 1, rowSize).array();
            for (int i = 0; i < rowSize; i++) {
                int at =
                        timeFirst
                                ? ((i / block) * rows + row) * block + i % block
                                : row * rowSize + i;
                mask[at] = draws[i] < rate ? 0 : 1;
            }
        }
        return Tensor.wrap(mask, shape)
                .to(input.values().type())
                .times(rate == 1 ? 0 : 1 / (1 - rate));
    }

    @Override
    public Shape outputShape(Shape input) {
        return input;
    }

    @Override
    public String toString() {
        return "Dropout(" + rate + ")";
    }
}
