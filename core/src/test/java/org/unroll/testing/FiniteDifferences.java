package org.unroll.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.data.Offset;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Tensor;

/// Compares gradients with central differences, in float64.
public final class FiniteDifferences {
    private static final double STEP = 1e-6;

    private FiniteDifferences() {}

    /// Differences of this step are good for about ten digits of numbers around one.
    private static final Offset<Double> WITHIN = Offset.offset(1e-7);

    /// Checks the gradient of a scalar by every element of some float64 tensors.
    public static void check(Supplier<Tensor> loss, Tensor... by) {
        var gradients = Autograd.differentiate(List.of(by), loss).gradients();
        for (Tensor tensor : by) {
            double[] expected = gradients.of(tensor).toDoubles();
            for (int i = 0; i < tensor.size(); i++) {
                double up = shifted(loss, tensor, i, STEP);
                double down = shifted(loss, tensor, i, -STEP);
                assertThat((up - down) / (2 * STEP))
                        .as("element %d of %s", i, tensor.shape())
                        .isCloseTo(expected[i], WITHIN);
            }
        }
    }

    private static double shifted(Supplier<Tensor> loss, Tensor tensor, int i, double by) {
        double before = ((double[]) tensor.array())[i];
        tensor.updateInPlace(values -> ((double[]) values)[i] = before + by);
        double value = loss.get().item();
        tensor.updateInPlace(values -> ((double[]) values)[i] = before);
        return value;
    }
}
