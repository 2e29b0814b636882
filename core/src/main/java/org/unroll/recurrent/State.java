package org.unroll.recurrent;

import java.util.List;
import org.unroll.tensor.Tensor;

/// What a cell hands on from one timestep to the next: one or more tensors, each with the rows of
/// the batch along axis 0. A record with named components, such as [LstmState], so that nobody has
/// to remember an order.
///
/// @param <S> the state's own type
public interface State<S extends State<S>> {
    /// The tensors, in an order of the state's own.
    List<Tensor> tensors();

    /// A state with other tensors in the same order.
    S with(List<Tensor> tensors);

    /// The same values, at which differentiation stops: for truncated backpropagation through time.
    default S detached() {
        return with(tensors().stream().map(Tensor::detached).toList());
    }

    /// The same values, at which differentiation stops, for as long as they are wanted: what a
    /// [training step][org.unroll.train.TrainingStep] leaves to the next one. See [Tensor#kept].
    default S kept() {
        return with(tensors().stream().map(Tensor::kept).toList());
    }
}
