package org.unroll.nn;

import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A function without parameters: of a gate, of a candidate, of what a layer gives.
///
/// The usual ones are in [Activation]; one of your own is a lambda, or a record if it has numbers
/// of its own ([LeakyRelu]) or should show in reports by its `toString` ([#label]). Each is a
/// [Layer] too.
@FunctionalInterface
public interface ActivationFunction extends Layer {
    /// Applies the function to a tensor, whose shape the result keeps. Rows must not mix.
    ///
    /// @param x `[rows, ...]`
    Tensor apply(Tensor x);

    /// How it shows in the texts of layers and plans: its own text, or where it has none, as a
    /// lambda has, `own function`; of a class without `toString` the name. Never what differs from
    /// run to run.
    default String label() {
        String text = toString();
        // what Object makes of anything
        if (!text.equals(getClass().getName() + "@" + Integer.toHexString(hashCode()))) {
            return text;
        }
        String name = getClass().isHidden() ? "" : getClass().getSimpleName();
        return name.isEmpty() ? "own function" : name;
    }

    @Override
    default Sequence forward(Sequence input, Mode mode) {
        return input.with(apply(input.values()));
    }

    @Override
    default Shape outputShape(Shape input) {
        return input;
    }
}
