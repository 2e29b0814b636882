package org.unroll.recurrent;

import java.util.List;
import org.unroll.tensor.Tensor;

/// The state of a cell that feeds its output back and nothing else.
///
/// @param output the last output, `[rows, outputs]`
public record OutputState(Tensor output) implements State<OutputState> {
    @Override
    public List<Tensor> tensors() {
        return List.of(output);
    }

    @Override
    public List<String> names() {
        return List.of("output");
    }

    @Override
    public OutputState with(List<Tensor> tensors) {
        return new OutputState(tensors.getFirst());
    }
}
