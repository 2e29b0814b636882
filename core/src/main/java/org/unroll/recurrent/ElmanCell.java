package org.unroll.recurrent;

import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The simple recurrent network of Elman, "Finding structure in time" (1990):
///
/// `h' = f(W_ih x + b_ih + W_hh h + b_hh)` with f = tanh, relu, or any other function.
///
/// As PyTorch's `RNNCell`, with its two biases; Keras's `SimpleRNNCell` has one ([Bias#ONE]).
/// `weight_ih` is `[hidden, input]`, `weight_hh` `[hidden, hidden]`, the biases are `[hidden]`. The
/// output is the state, so with one bias this is also the network whose output is fed back: `o' =
/// tanh(U x + V o + b)`.
///
/// Layer normalisation ([GateOptions#withLayerNorm]) is of both products, as in the other cells; in
/// Ba and others' equation for this cell it is of their sum.
public final class ElmanCell implements RecurrentCell<HiddenState> {
    private final ElmanOptions options;
    private final GateSums sums;

    /// A cell as PyTorch's, with tanh.
    public ElmanCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, ElmanOptions.standard(), init);
    }

    /// A cell of another kind.
    public ElmanCell(int inputSize, int hiddenSize, ElmanOptions options, Init init) {
        this.options = options;
        sums = GateSums.of(GateShape.of(1, inputSize, hiddenSize), options.gates(), init);
    }

    @Override
    public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        Tensor hidden = options.activation().apply(sums.sum(input, state.hidden(), context));
        return new Step<>(hidden, new HiddenState(hidden));
    }

    @Override
    public HiddenState initialState(int rows) {
        return HiddenState.zeros(sums.type(), rows, outputSize());
    }

    @Override
    public int inputSize() {
        return sums.shape().inputSize();
    }

    @Override
    public int outputSize() {
        return sums.shape().hiddenSize();
    }

    @Override
    public Parameters parameters() {
        return sums.parameters();
    }

    @Override
    public String toString() {
        return "ElmanCell(%d -> %d, %s%s)"
                .formatted(
                        inputSize(),
                        outputSize(),
                        options.activation().label(),
                        options.gates().differences());
    }
}
