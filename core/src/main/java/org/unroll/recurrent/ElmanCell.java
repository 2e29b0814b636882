package org.unroll.recurrent;

import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The simple recurrent network of Elman, "Finding structure in time" (1990):
///
/// `h' = f(W_ih x + b_ih + W_hh h + b_hh)` with f = tanh or relu.
///
/// As PyTorch's `RNNCell`, with its two biases; Keras's `SimpleRNNCell` has one (leave the second
/// at zero). `weight_ih` is `[hidden, input]`, `weight_hh` `[hidden, hidden]`, the biases are
/// `[hidden]`.
public final class ElmanCell implements HiddenCell {
    private final Activation activation;
    private final Tensor inputWeights;
    private final Tensor recurrentWeights;
    private final Tensor inputBias;
    private final Tensor recurrentBias;

    /// A cell with tanh.
    public ElmanCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, Activation.TANH, init);
    }

    /// A cell with an activation function of choice.
    public ElmanCell(int inputSize, int hiddenSize, Activation activation, Init init) {
        this.activation = activation;
        inputWeights = init.recurrentInputWeight(1, hiddenSize, inputSize);
        recurrentWeights = init.recurrentWeight(1, hiddenSize);
        inputBias = init.recurrentInputBias(1, hiddenSize, -1);
        recurrentBias = init.recurrentHiddenBias(1, hiddenSize);
    }

    @Override
    public Tensor next(Tensor input, Tensor hidden) {
        Tensor fromInput = input.matmulTransposed(inputWeights).plus(inputBias);
        Tensor fromHidden = hidden.matmulTransposed(recurrentWeights).plus(recurrentBias);
        return activation.apply(fromInput.plus(fromHidden));
    }

    @Override
    public int inputSize() {
        return inputWeights.dim(1);
    }

    @Override
    public int hiddenSize() {
        return recurrentWeights.dim(1);
    }

    @Override
    public Parameters parameters() {
        return Parameters.of(
                "weight_ih", inputWeights,
                "weight_hh", recurrentWeights,
                "bias_ih", inputBias,
                "bias_hh", recurrentBias);
    }

    @Override
    public String toString() {
        return "ElmanCell(%d -> %d, %s)".formatted(inputSize(), hiddenSize(), activation);
    }
}
