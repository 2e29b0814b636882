package org.unroll.recurrent;

import java.util.List;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// The state of a cell that has one: the hidden state.
///
/// @param hidden `[rows, hidden]`
public record HiddenState(Tensor hidden) implements State<HiddenState> {
    /// Zeros.
    ///
    /// @param type float32 or float64
    public static HiddenState zeros(DType type, int rows, int hiddenSize) {
        return new HiddenState(Tensor.zeros(type, rows, hiddenSize));
    }

    @Override
    public List<Tensor> tensors() {
        return List.of(hidden);
    }

    @Override
    public List<String> names() {
        return List.of("hidden");
    }

    @Override
    public HiddenState with(List<Tensor> tensors) {
        return new HiddenState(tensors.getFirst());
    }
}
