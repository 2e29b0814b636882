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
    private final int @Nullable [] places; // null: every place counts

    private Selection(int all, int @Nullable [] places) {
        this.all = all;
        this.places = places;
    }

    /// The places where the mask is 1.
    ///
    /// @param shape the shape of the places, which must be the mask's
    static Selection of(@Nullable Tensor mask, Shape shape) {
        if (mask == null) {
            return new Selection(shape.size(), null);
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

    /// Those of these places where the number is another one.
    ///
    /// @param numbers one for each place, of those that count and of those that do not
    Selection without(int number, int[] numbers) {
        int count = count();
        int left = 0;
        for (int i = 0; i < count; i++) {
            left += numbers[place(i)] == number ? 0 : 1;
        }
        if (left == count) {
            return this;
        }
        var rest = new int[left];
        int at = 0;
        for (int i = 0; i < count; i++) {
            if (numbers[place(i)] != number) {
                rest[at++] = place(i);
            }
        }
        return new Selection(all, rest);
    }

    /// @throws IllegalArgumentException if nothing counts
    Selection requireSome() {
        if (count() == 0) {
            throw new IllegalArgumentException(
                    "expected at least one place that counts but all %d are masked or ignored: a mean over nothing is undefined"
                            .formatted(all));
        }
        return this;
    }

    /// How many places count.
    int count() {
        return places == null ? all : places.length;
    }

    /// The i-th of the places that count, which ascend.
    int place(int i) {
        return places == null ? i : places[i];
    }

    /// How many of the places from the i-th on, at most `most` and at least one, follow each other
    /// without a gap.
    int run(int i, int most) {
        int end = Math.min(count(), i + most);
        if (places == null) {
            return end - i;
        }
        int next = i + 1;
        while (next < end && places[next] == places[next - 1] + 1) {
            next++;
        }
        return next - i;
    }

    /// The values at the places that count: `[..., n]` becomes `[count, n]`.
    Tensor rowsOf(Tensor values, int n) {
        Tensor rows = values.reshaped(all, n);
        return places == null ? rows : rows.rows(Tensor.of(places, places.length));
    }
}
