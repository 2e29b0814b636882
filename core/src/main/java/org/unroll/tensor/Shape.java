package org.unroll.tensor;

import java.util.Arrays;

/// The lengths of a tensor's axes, outermost first. A scalar has the shape `[]`.
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0], 1);

    private final int[] dims;
    private final int size;

    private Shape(int[] dims, int size) {
        this.dims = dims;
        this.size = size;
    }

    /// The shape with these axis lengths, each zero or more.
    ///
    /// @throws IllegalArgumentException if a length is negative or there are more than 2^31 - 1
    ///   elements
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        boolean empty = false;
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException(
                        "an axis length is negative: " + Arrays.toString(dims));
            }
            empty |= dim == 0;
        }
        long size = empty ? 0 : 1;
        for (int dim : dims) {
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "too many elements for one array: " + Arrays.toString(dims));
            }
        }
        return new Shape(dims.clone(), (int) size);
    }

    /// The number of axes.
    public int rank() {
        return dims.length;
    }

    /// The length of one axis; negative axes count from the end.
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /// The number of elements.
    public int size() {
        return size;
    }

    /// A copy of the axis lengths.
    public int[] dims() {
        return dims.clone();
    }

    /// The axis with negative numbers resolved.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int axis(int axis) {
        int resolved = axis < 0 ? axis + dims.length : axis;
        if (resolved < 0 || resolved >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " is not in shape " + this);
        }
        return resolved;
    }

    /// This shape with one axis of another length.
    public Shape with(int axis, int length) {
        int[] changed = dims.clone();
        changed[axis(axis)] = length;
        return of(changed);
    }

    /// This shape without one axis.
    public Shape without(int axis) {
        int at = axis(axis);
        int[] rest = new int[dims.length - 1];
        System.arraycopy(dims, 0, rest, 0, at);
        System.arraycopy(dims, at + 1, rest, at, rest.length - at);
        return of(rest);
    }

    /// This shape with an axis put in before position `axis` (which may be the rank itself).
    public Shape inserted(int axis, int length) {
        if (axis < 0 || axis > dims.length) {
            throw new IllegalArgumentException(
                    "no place " + axis + " for an axis in shape " + this);
        }
        int[] more = new int[dims.length + 1];
        System.arraycopy(dims, 0, more, 0, axis);
        more[axis] = length;
        System.arraycopy(dims, axis, more, axis + 1, dims.length - axis);
        return of(more);
    }

    /// The product of the lengths of the axes in `[from, to)`.
    int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= dims[i];
        }
        return product;
    }

    /// The shape to which both broadcast, by NumPy's rule: axes are matched from the last, and a
    /// length of one stretches.
    ///
    /// @throws IllegalArgumentException if they do not fit
    static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] dims = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int left = i <= a.rank() ? a.dims[a.rank() - i] : 1;
            int right = i <= b.rank() ? b.dims[b.rank() - i] : 1;
            if (left != right && left != 1 && right != 1) {
                throw new IllegalArgumentException(
                        "shapes " + a + " and " + b + " do not broadcast together");
            }
            dims[rank - i] = left == 1 ? right : left;
        }
        return of(dims);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    @Override
    public String toString() {
        return Arrays.toString(dims);
    }
}
