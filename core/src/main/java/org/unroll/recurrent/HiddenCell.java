package org.unroll.recurrent;

import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// The short form of a cell whose output is its hidden state and which has no other.
public interface HiddenCell extends RecurrentCell<HiddenState> {
    /// The next hidden state.
    ///
    /// @param input `[rows, inputSize]`
    /// @param hidden `[rows, hiddenSize]`
    Tensor next(Tensor input, Tensor hidden);

    /// The length of the hidden state.
    int hiddenSize();

    @Override
    default Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        Tensor hidden = next(input, state.hidden());
        return new Step<>(hidden, new HiddenState(hidden));
    }

    @Override
    default int outputSize() {
        return hiddenSize();
    }

    @Override
    default HiddenState initialState(int rows) {
        if (parameters().names().isEmpty()) {
            throw new IllegalStateException(
                    this + " has no parameters to tell its type: override initialState(rows)");
        }
        DType type = parameters().tensors().getFirst().type();
        return new HiddenState(Tensor.zeros(type, rows, hiddenSize()));
    }
}
