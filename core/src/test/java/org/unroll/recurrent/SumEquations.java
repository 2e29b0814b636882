package org.unroll.recurrent;

import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The sums under gates of one row, number by number: the equations, as loops.
final class SumEquations {
    private SumEquations() {}

    /// One side's, `W x + b` or `U h + b'`, with the bias if there is one, and with layer
    /// normalisation if it is over some numbers.
    ///
    /// @param side `ih` or `hh`
    /// @param spans how many numbers are normalised together, one group after the other; none of
    ///   them without layer normalisation
    static double[] sums(Parameters weights, String side, double[] seen, int... spans) {
        double[] sums = product(weights.get("weight_" + side), seen);
        int from = 0;
        for (int span : spans) {
            Tensor weight = weights.get("norm_weight_" + side);
            normalise(sums, from, from + span, weight, weights.get("norm_bias_" + side));
            from += span;
        }
        String own = "bias_" + side;
        String bias = side.equals("ih") && !weights.contains(own) ? "bias" : own;
        for (int i = 0; i < sums.length && weights.contains(bias); i++) {
            sums[i] += weights.get(bias).get(i);
        }
        return sums;
    }

    static double[] product(Tensor matrix, double[] vector) {
        double[] product = new double[matrix.dim(0)];
        for (int i = 0; i < product.length; i++) {
            for (int j = 0; j < vector.length; j++) {
                product[i] += matrix.get(i, j) * vector[j];
            }
        }
        return product;
    }

    /// Normalises the numbers from `from` to `to`, in their place.
    static void normalise(double[] x, int from, int to, Tensor weight, Tensor bias) {
        double mean = 0;
        for (int i = from; i < to; i++) {
            mean += x[i] / (to - from);
        }
        double variance = 0;
        for (int i = from; i < to; i++) {
            variance += (x[i] - mean) * (x[i] - mean) / (to - from);
        }
        for (int i = from; i < to; i++) {
            x[i] = (x[i] - mean) / Math.sqrt(variance + 1e-5) * weight.get(i) + bias.get(i);
        }
    }
}
