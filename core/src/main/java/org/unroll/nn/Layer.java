package org.unroll.nn;

import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A part of a network: a function of a sequence, with parameters.
///
/// A layer holds parameters and nothing else: no state between calls, no training flag. Its
/// `toString` is its line in a [Summary], such as `Linear(32 -> 64)`.
public interface Layer {

    /// Applies the layer; lengths and layout of the input travel with the result.
    Sequence forward(Sequence input, Mode mode);

    /// Applies the layer to rows of full length, batch first.
    default Tensor forward(Tensor input, Mode mode) {
        return forward(Sequence.of(input), mode).values();
    }

    /// Applies the layer to rows of full length, batch first, as in inference.
    default Tensor forward(Tensor input) {
        return forward(input, Mode.inference());
    }

    /// The tensors that training changes, under their names; none by default.
    default Parameters parameters() {
        return Parameters.none();
    }

    /// The shape of the result for an input of the given shape; checks the input as `forward` does.
    ///
    /// @throws IllegalArgumentException if the layer cannot take such an input
    Shape outputShape(Shape input);

    /// Describes the layer for a batch of the given shape.
    ///
    /// @param inputShape for example `32, 50, 9` for 32 rows of 50 steps of 9 features
    default Summary summary(int... inputShape) {
        return Summary.of(this, Shape.of(inputShape));
    }
}
