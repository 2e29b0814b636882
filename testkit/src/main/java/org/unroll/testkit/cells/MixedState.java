package org.unroll.testkit.cells;

import java.util.List;
import org.unroll.recurrent.State;
import org.unroll.tensor.Tensor;

/// A state of two tensors of different width.
///
/// @param level `[rows, 3]`, follows the input smoothly
/// @param attention `[rows, hidden]`, a softmax
public record MixedState(Tensor level, Tensor attention) implements State<MixedState> {
    @Override
    public List<Tensor> tensors() {
        return List.of(level, attention);
    }

    @Override
    public MixedState with(List<Tensor> tensors) {
        return new MixedState(tensors.get(0), tensors.get(1));
    }
}
