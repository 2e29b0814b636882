package org.unroll.nn;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// A penalty on large weights, to be added to a loss: [L1], [L2], or one of your own.
///
/// `loss.plus(new L2(1e-4).of(lstm.parameters().where(WeightKind.RECURRENT)))` is what Keras's
/// `recurrent_regularizer` does. A layer's outputs can be regularised the same way, which is
/// Keras's `activity_regularizer`. An optimizer's weight decay acts on all its parameters instead,
/// and is not part of the loss.
///
/// The gradient of a penalty on an embedding's table has no zero rows: every row changes in every
/// step.
@FunctionalInterface
public interface Regularizer {

    /// The penalty on one tensor.
    ///
    /// @param weight of floating type and any shape
    /// @return a scalar of its type
    Tensor of(Tensor weight);

    /// The sum of the penalties on some tensors, each once: tied ones are not counted twice.
    ///
    /// @throws IllegalArgumentException if there is none
    default Tensor of(Parameters parameters) {
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        return parameters.tensors().stream()
                .filter(seen::add)
                .map(this::of)
                .reduce(Tensor::plus)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "expected weights to regularise but got no tensor: does a name"
                                        + " fit?"));
    }
}
