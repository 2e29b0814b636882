package org.unroll.recurrent;

import java.util.List;
import java.util.stream.Stream;
import org.unroll.tensor.Tensor;

/// The states of both directions of a [Bidirectional] layer.
///
/// @param forward of the cell that reads from the first timestep on
/// @param backward of the cell that reads from the last one back
/// @param <S> the state of one direction
public record BidirectionalState<S extends State<S>>(S forward, S backward)
        implements State<BidirectionalState<S>> {
    @Override
    public List<Tensor> tensors() {
        return Stream.concat(forward.tensors().stream(), backward.tensors().stream()).toList();
    }

    /// Those of the forward direction, then those of the backward one with `_reverse` behind.
    @Override
    public List<String> names() {
        return Stream.concat(
                        forward.names().stream(),
                        backward.names().stream().map(PartNames.BACKWARD.outer()))
                .toList();
    }

    @Override
    public BidirectionalState<S> with(List<Tensor> tensors) {
        int own = forward.tensors().size();
        return new BidirectionalState<>(
                forward.with(tensors.subList(0, own)),
                backward.with(tensors.subList(own, tensors.size())));
    }
}
