package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The primitive operations: everything that [Tensor]'s methods do comes down to these. Each knows
/// the shape of its result, computes it, and has its derivative written in the same operations, so
/// that the derivative can be run or recorded like any other function.
///
/// This is the vocabulary of [Recording] and of the engine that plans recorded steps; programs use
/// [Tensor].
public sealed interface Operation permits Elementwise, Algebra, Normalization, Arrangement, Lookup {
    /// The shape of the result.
    ///
    /// @throws IllegalArgumentException if the inputs do not fit together
    Shape shape(List<Tensor> inputs);

    /// The type of the result.
    default DType type(List<Tensor> inputs) {
        return inputs.getFirst().type();
    }

    /// The result, for inputs that hold values.
    Tensor compute(List<Tensor> inputs, Shape shape);

    /// The derivative: for each input the gradient that follows from the result's gradient, or null
    /// where there is none. `output` is the result that was computed. An input for which `needed`
    /// is false may be left null.
    List<@Nullable Tensor> gradients(
            List<Tensor> inputs, Tensor output, Tensor gradient, boolean[] needed);
}
