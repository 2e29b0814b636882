package org.unroll.nn;

import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A function without parameters: of a gate, of a candidate, of what a layer gives.
///
/// The usual ones are in [Activation]; one of your own is a lambda, or a record if it has numbers
/// of its own ([LeakyRelu]) or should show in reports, by its `toString`. Each is a [Layer] too.
@FunctionalInterface
public interface ActivationFunction extends Layer {
    /// Applies the function to a tensor, whose shape the result keeps. Rows must not mix.
    ///
    /// @param x `[rows, ...]`
    Tensor apply(Tensor x);

    @Override
    default Sequence forward(Sequence input, Mode mode) {
        return input.with(apply(input.values()));
    }

    @Override
    default Shape outputShape(Shape input) {
        return input;
    }
}
