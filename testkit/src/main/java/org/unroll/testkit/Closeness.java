package org.unroll.testkit;

import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// How far a tensor is from what it should be.
public final class Closeness {
    /// For float64 against a float64 reference: some thousand roundings of 1.1e-16.
    public static final double FLOAT64 = 1e-12;

    /// For float32 against a float64 reference: some hundred roundings of 6e-8.
    public static final double FLOAT32 = 1e-5;

    private Closeness() {}

    /// The tolerance for results of this type.
    public static double tolerance(DType type) {
        return type == DType.FLOAT64 ? FLOAT64 : FLOAT32;
    }

    /// `max|a - b| / max|b|` over the whole tensor; the plain difference if b is zero throughout.
    /// Infinite if either holds a NaN that the other does not hold in the same place.
    ///
    /// @throws AssertionError if the shapes differ
    public static double relativeError(Tensor actual, Tensor expected) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError(
                    "expected shape " + expected.shape() + " but got " + actual.shape());
        }
        return relativeError(actual.toDoubles(), expected.toDoubles());
    }

    /// The same for plain arrays of one length.
    public static double relativeError(double[] actual, double[] expected) {
        if (actual.length != expected.length) {
            throw new AssertionError(
                    "expected " + expected.length + " numbers but got " + actual.length);
        }
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            // Equal infinities and NaNs in the same place agree, where a subtraction would give
            // NaN.
            if (Double.compare(actual[i], expected[i]) != 0) {
                double distance = Math.abs(actual[i] - expected[i]);
                difference =
                        Double.isNaN(distance)
                                ? Double.POSITIVE_INFINITY
                                : Math.max(difference, distance);
            }
            if (Double.isFinite(expected[i])) {
                largest = Math.max(largest, Math.abs(expected[i]));
            }
        }
        return largest > 0 ? difference / largest : difference;
    }

    /// Fails if the relative error is above the tolerance.
    public static void assertClose(String what, Tensor actual, Tensor expected, double tolerance) {
        double error = relativeError(actual, expected);
        if (!(error <= tolerance)) {
            throw new AssertionError(
                    "%s: relative error %.3g is above %.3g%nexpected %s%nbut got %s"
                            .formatted(what, error, tolerance, expected, actual));
        }
    }

    /// Fails unless shapes, types and all bits agree.
    public static void assertSameBits(String what, Tensor actual, Tensor expected) {
        if (!actual.shape().equals(expected.shape()) || actual.type() != expected.type()) {
            throw new AssertionError(
                    "%s: expected %s %s but got %s %s"
                            .formatted(
                                    what,
                                    expected.type(),
                                    expected.shape(),
                                    actual.type(),
                                    actual.shape()));
        }
        double[] a = actual.toDoubles();
        double[] b = expected.toDoubles();
        for (int i = 0; i < a.length; i++) {
            if (Double.compare(a[i], b[i]) != 0) {
                throw new AssertionError(
                        "%s of shape %s: element %d is %s but should be %s, to the last bit"
                                .formatted(what, actual.shape(), i, a[i], b[i]));
            }
        }
    }
}
