package org.unroll.testkit.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.Golden;

/// How far one of our results is from PyTorch's.
///
/// @param name of the case
/// @param result its name
/// @param type in which ours was computed
/// @param error max|a - b| / max|b| against PyTorch's in float64
/// @param tolerance the largest error that is right
public record Difference(String name, String result, DType type, double error, double tolerance) {

    /// Of all results of a case.
    ///
    /// @throws AssertionError if not the same results were computed as recorded
    public static List<Difference> of(Golden golden, DType type, Map<String, Tensor> results) {
        if (!results.keySet().equals(golden.results())) {
            throw new AssertionError(
                    "%s: expected the results %s but got %s"
                            .formatted(golden, golden.results(), results.keySet()));
        }
        List<Difference> all = new ArrayList<>();
        results.forEach((name, tensor) -> {
            double error = Closeness.relativeError(tensor.to(DType.FLOAT64), golden.expected(name));
            all.add(new Difference(golden.name(), name, type, error, golden.tolerance(name, type)));
        });
        return all;
    }

    /// Whether it is past the tolerance, or not a number.
    public boolean isTooLarge() {
        return !(error <= tolerance);
    }
}
