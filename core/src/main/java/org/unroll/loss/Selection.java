package org.unroll.loss;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The places that count, by number, in a tensor seen as a list of places.
///
/// Losses pick the places out rather than multiply by a mask: then nothing that stands elsewhere,
/// not even a NaN, can reach a value or a gradient, and padding costs nothing.
final class Selection {
    private final int all;
    private final int[] places;

    /// @param all how many places there are
    /// @param places those that count, ascending; given away
    Selection(int all, int[] places) {
        this.all = all;
        this.places = places;
    }

    /// The places where the mask is 1.
    ///
    /// @param shape the shape of the places, which must be the mask's
    static Selection of(@Nullable Tensor mask, Shape shape) {
        if (mask == null) {
            var everything = new int[shape.size()];
            Arrays.setAll(everything, i -> i);
            return new Selection(shape.size(), everything);
        }
        if (!mask.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "expected a mask %s but got %s".formatted(shape, mask.shape()));
        }
        double[] values = mask.toDoubles();
        var places = new int[values.length];
        int count = 0;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == 1) {
                places[count++] = i;
            } else if (values[i] != 0) {
                throw new IllegalArgumentException(
                        "expected a mask of 0 and 1 but position %s holds %s"
                                .formatted(Places.name(i, shape), values[i]));
            }
        }
        return new Selection(values.length, Arrays.copyOf(places, count));
    }

    /// @throws IllegalArgumentException if nothing counts
    Selection requireSome() {
        if (places.length == 0) {
            throw new IllegalArgumentException(
                    "expected at least one place that counts but all %d are masked or ignored: a mean over nothing is undefined"
                            .formatted(all));
        }
        return this;
    }

    /// How many places count.
    int count() {
        return places.length;
    }

    /// The places that count; to be read only.
    int[] places() {
        return places;
    }

    /// The values at the places that count: `[..., n]` becomes `[count, n]`.
    Tensor rowsOf(Tensor values, int n) {
        Tensor rows = values.reshaped(all, n);
        return places.length == all ? rows : rows.rows(Tensor.of(places, places.length));
    }
}
