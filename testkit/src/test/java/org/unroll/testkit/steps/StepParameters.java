package org.unroll.testkit.steps;

import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The parameters that operations in steps are tried with.
///
/// @param w `[6, 6]`
/// @param w3 `[3, 4]`
/// @param w2 `[5, 2]`
/// @param stack `[2, 3, 4]`
/// @param b `[6]`
/// @param b3 `[3]`
/// @param grid `[2, 3]`
/// @param table `[7, 3]`
/// @param one a scalar
record StepParameters(
        Tensor w,
        Tensor w3,
        Tensor w2,
        Tensor stack,
        Tensor b,
        Tensor b3,
        Tensor grid,
        Tensor table,
        Tensor one) {
    static StepParameters random(DType type) {
        Rng rng = Rng.seeded(5);
        return new StepParameters(
                rng.uniform(type, -0.5, 0.5, 6, 6),
                rng.uniform(type, -0.5, 0.5, 3, 4),
                rng.uniform(type, -0.5, 0.5, 5, 2),
                rng.uniform(type, -0.5, 0.5, 2, 3, 4),
                rng.uniform(type, -0.5, 0.5, 6),
                rng.uniform(type, -0.5, 0.5, 3),
                rng.uniform(type, -0.5, 0.5, 2, 3),
                rng.uniform(type, -0.5, 0.5, 7, 3),
                rng.uniform(type, 0.5, 1));
    }

    DType type() {
        return w.type();
    }

    Parameters parameters() {
        return Parameters.join(
                Parameters.of("w", w, "w3", w3, "w2", w2, "stack", stack),
                Parameters.of("b", b, "b3", b3, "grid", grid, "table", table),
                Parameters.of("one", one));
    }
}
