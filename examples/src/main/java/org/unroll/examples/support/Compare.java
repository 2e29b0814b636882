package org.unroll.examples.support;

import org.unroll.tensor.Tensor;

/// How far two results lie apart.
public final class Compare {
    private Compare() {}

    /// The largest difference between two tensors of the same shape, in any place.
    public static double largestDifference(Tensor a, Tensor b) {
        if (!a.shape().equals(b.shape())) {
            throw new IllegalArgumentException(a.shape() + " and " + b.shape());
        }
        double largest = 0;
        double[] left = a.toDoubles();
        double[] right = b.toDoubles();
        for (int i = 0; i < left.length; i++) {
            largest = Math.max(largest, Math.abs(left[i] - right[i]));
        }
        return largest;
    }
}
