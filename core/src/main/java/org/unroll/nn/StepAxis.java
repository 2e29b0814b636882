package org.unroll.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// What layers share that make one vector of a row's steps, and what finds steps by their place.
final class StepAxis {
    private StepAxis() {}

    /// The shape `[rows, ...]` of a result for `[rows, steps, ...]`.
    static Shape removed(Layer layer, Shape shape) {
        if (shape.rank() < 2) {
            throw new IllegalArgumentException(
                    layer + ": expected an input [rows, steps, ...] but got " + shape);
        }
        return shape.without(1);
    }

    /// The shape of a result for this input, in either layout.
    static Shape removed(Layer layer, Sequence input) {
        return removed(layer, batchFirst(input.values().shape(), input.layout()));
    }

    /// Refuses whole numbers, which are indices rather than features.
    static void requireFloating(Layer layer, Sequence input) {
        Tensor values = input.values();
        if (!values.type().isFloating()) {
            throw new IllegalArgumentException(
                    "%s: expected float32 or float64 values but got %s %s"
                            .formatted(layer, values.type(), values.shape()));
        }
    }

    private static Shape batchFirst(Shape shape, Layout layout) {
        return layout == Layout.BATCH_FIRST || shape.rank() < 2
                ? shape
                : shape.with(0, shape.dim(1)).with(1, shape.dim(0));
    }

    /// The values as `[rows, steps, ...]`.
    static Tensor batchFirst(Sequence input) {
        Tensor values = input.values();
        if (input.layout() == Layout.BATCH_FIRST) {
            return values;
        }
        int[] order = IntStream.range(0, values.rank()).toArray();
        order[0] = 1;
        order[1] = 0;
        return values.permuted(order);
    }

    /// Rows and steps as one list, `[rows · steps, ...]`, in the input's layout.
    static Tensor list(Tensor values) {
        return values.reshaped(joined(values.dim(0) * values.dim(1), features(values.shape())));
    }

    /// Where a step stands in the list.
    static int place(Sequence input, int row, int step) {
        return input.layout() == Layout.BATCH_FIRST
                ? row * input.steps() + step
                : step * input.rows() + row;
    }

    /// Entries of a list by number, which has one more entry, of zeros: at number `list.dim(0)`.
    ///
    /// @param shape of the places; that of an entry follows
    static Tensor taken(Tensor list, int[] places, int... shape) {
        int[] features = features(list.unsqueezed(0).shape());
        Tensor zero = Tensor.zeros(list.type(), joined(1, features));
        return Tensor.concat(0, list, zero).rows(Tensor.of(places, shape), list.dim(0));
    }

    /// The lengths of the axes after rows and steps.
    static int[] features(Shape shape) {
        return Arrays.copyOfRange(shape.dims(), 2, shape.rank());
    }

    static int[] joined(int first, int... rest) {
        var dims = new int[rest.length + 1];
        dims[0] = first;
        System.arraycopy(rest, 0, dims, 1, rest.length);
        return dims;
    }

    /// 1 at valid steps, else 0, to be broadcast against the values.
    static Tensor mask(Sequence input) {
        Tensor values = input.values();
        var dims = new int[values.rank()];
        Arrays.fill(dims, 1);
        dims[0] = values.dim(0);
        dims[1] = values.dim(1);
        return input.mask(values.type()).reshaped(dims);
    }

    /// Zeros in the place of what was found for rows without a step.
    ///
    /// @param found `[rows, ...]`
    static Tensor emptyAsZeros(Tensor found, int[] lengths) {
        if (Arrays.stream(lengths).allMatch(length -> length > 0)) {
            return found;
        }
        double[] real = Arrays.stream(lengths).mapToDouble(length -> length > 0 ? 1 : 0).toArray();
        return Tensor.where(column(real, found), found, Tensor.scalar(found.type(), 0));
    }

    /// One number for each row, of the type of this tensor and to be broadcast against it.
    static Tensor column(double[] numbers, Tensor against) {
        var dims = new int[against.rank()];
        Arrays.fill(dims, 1);
        dims[0] = numbers.length;
        return Tensor.of(numbers, dims).to(against.type());
    }
}
