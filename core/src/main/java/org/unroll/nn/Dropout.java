package org.unroll.nn;

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
        int parts = timeFirst ? input.steps() : 1; // in how many places a row's numbers lie
        var mask = new float[shape.size()];
        int size = mask.length == 0 ? 0 : mask.length / (rows * parts);
        for (int row = 0; row < rows; row++) {
            // one stream per row: a row's mask does not know of other rows
            fill(mask, row * size, rows * size, size, site.fork(row));
        }
        return Tensor.wrap(mask, shape)
                .to(input.values().type())
                .times(rate == 1 ? 0 : 1 / (1 - rate));
    }

    /// Writes 0 or 1 to `size` places from `start` on, and again after every `stride` places. Each
    /// long that is drawn decides two.
    private void fill(float[] mask, int start, int stride, int size, Rng rng) {
        long threshold = Math.round(rate * 0x1p32);
        long bits = 0;
        int drawn = 0;
        for (int part = start; part < mask.length; part += stride) {
            for (int i = part; i < part + size; i++) {
                bits = drawn++ % 2 == 0 ? rng.nextLong() : bits >>> 32;
                mask[i] = (bits & 0xffff_ffffL) < threshold ? 0 : 1;
            }
        }
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
