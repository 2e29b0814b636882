package org.unroll.nn;

import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// In training, sets each number to zero with probability `rate` and multiplies the others by `1 /
/// (1 - rate)`; otherwise passes its input through.
///
/// Srivastava and others, "Dropout", JMLR 15 (2014), in the inverted form that PyTorch and Keras
/// use. Whether a number is dropped depends on the mode's stream, the place of the layer in the
/// pass, and the number's row, step and unit: not on threads, on the number of rows, on padding at
/// the end, on the layout, or on the type of the numbers. A piece of a longer sequence drops what
/// the whole would if the mode knows where it starts ([Mode#startingAt]).
///
/// @param rate probability of dropping, from 0 to 1; 1 gives zeros
public record Dropout(double rate) implements Layer {
    /// Checks the rate.
    public Dropout {
        RandomMask.checkRate(rate);
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        if (!mode.isTraining() || rate == 0) {
            return input;
        }
        return input.with(input.values().times(mask(input, mode)));
    }

    /// 0 or `1 / (1 - rate)` for each number of the input.
    private Tensor mask(Sequence input, Mode mode) {
        Tensor values = input.values();
        RandomMask mask = RandomMask.scaled(mode.nextSite(), rate);
        long first = mode.firstStep();
        if (input.layout() == Layout.TIME_FIRST) {
            return mask.ofTimeFirst(values.type(), first, values.shape());
        }
        return values.rank() < 3 // [rows, features] are one step
                ? mask.ofRows(values.type(), first, values.shape())
                : mask.ofBatchFirst(values.type(), first, values.shape());
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
