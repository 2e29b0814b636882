package org.unroll.nn;

import java.util.Arrays;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Random orthogonal matrices.
final class Orthogonal {
    private Orthogonal() {}

    /// The factor Q of a matrix of normal numbers, with a positive diagonal in R: only so is Q
    /// evenly distributed over all orthogonal matrices (Mezzadri, "How to generate random matrices
    /// from the classical compact groups", 2007).
    static Tensor create(DType type, Rng rng, int rows, int columns) {
        int tall = Math.max(rows, columns);
        int narrow = Math.min(rows, columns);
        double[] q = rng.normal(DType.FLOAT64, 0, 1, tall, narrow).toDoubles();
        orthonormalize(q, tall, narrow);
        Tensor result = Tensor.of(q, tall, narrow);
        return (rows == tall ? result : result.transposed()).to(type);
    }

    /// Modified Gram-Schmidt, which gives R its positive diagonal by itself. It runs over whole
    /// rows of the matrix, as the rows are what lies together in memory.
    private static void orthonormalize(double[] a, int rows, int columns) {
        var product = new double[columns];
        for (int column = 0; column < columns; column++) {
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double value = a[row * columns + column];
                squares += value * value;
            }
            double norm = Math.sqrt(squares);
            Arrays.fill(product, 0);
            for (int row = 0; row < rows; row++) {
                int start = row * columns;
                double value = a[start + column] / norm;
                a[start + column] = value;
                for (int j = column + 1; j < columns; j++) {
                    product[j] += value * a[start + j];
                }
            }
            for (int row = 0; row < rows; row++) {
                int start = row * columns;
                double value = a[start + column];
                for (int j = column + 1; j < columns; j++) {
                    a[start + j] -= value * product[j];
                }
            }
        }
    }
}
