package org.unroll.recurrent;

import java.util.List;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Long short-term memory (Hochreiter and Schmidhuber 1997), with the forget gate of Gers,
/// Schmidhuber and Cummins, "Learning to forget" (2000), without peepholes:
///
/// ```
/// i  = σ(W_ii x + b_ii + W_hi h + b_hi)      input gate
/// f  = σ(W_if x + b_if + W_hf h + b_hf)      forget gate
/// g  = tanh(W_ig x + b_ig + W_hg h + b_hg)   candidate
/// o  = σ(W_io x + b_io + W_ho h + b_ho)      output gate
/// c' = f ∘ c + i ∘ g
/// h' = o ∘ tanh(c')
/// ```
///
/// Another activation function may take the place of both `tanh`: Keras calls it `activation`.
///
/// As PyTorch's `LSTMCell`: the gates stand in the order i, f, g, o in `weight_ih` `[4 hidden,
/// input]`, `weight_hh` `[4 hidden, hidden]` and the two biases `[4 hidden]`. Keras has the same
/// equations and order (its g is called c), transposed weights and one bias.
///
/// What can be observed ([Recurrent#observe]): inputGate, forgetGate, candidate, outputGate, cell.
public final class LstmCell implements RecurrentCell<LstmState> {
    private static final int GATES = 4;
    private static final int FORGET = 1;

    private final Activation activation;
    private final Tensor inputWeights;
    private final Tensor recurrentWeights;
    private final Tensor inputBias;
    private final Tensor recurrentBias;

    /// A cell with tanh.
    public LstmCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, Activation.TANH, init);
    }

    /// A cell with an activation function of choice for the candidate and for the cell's output.
    public LstmCell(int inputSize, int hiddenSize, Activation activation, Init init) {
        this.activation = activation;
        inputWeights = init.recurrentInputWeight(GATES, hiddenSize, inputSize);
        recurrentWeights = init.recurrentWeight(GATES, hiddenSize);
        inputBias = init.recurrentInputBias(GATES, hiddenSize, FORGET);
        recurrentBias = init.recurrentHiddenBias(GATES, hiddenSize);
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        Tensor fromInput = input.matmulTransposed(inputWeights).plus(inputBias);
        Tensor fromHidden = state.hidden().matmulTransposed(recurrentWeights).plus(recurrentBias);
        List<Tensor> gates = fromInput.plus(fromHidden).split(1, GATES);
        Tensor inputGate = gates.get(0).sigmoid().named("inputGate");
        Tensor forgetGate = gates.get(1).sigmoid().named("forgetGate");
        Tensor candidate = activation.apply(gates.get(2)).named("candidate");
        Tensor outputGate = gates.get(3).sigmoid().named("outputGate");
        Tensor cell = forgetGate.times(state.cell()).plus(inputGate.times(candidate)).named("cell");
        Tensor hidden = outputGate.times(activation.apply(cell));
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(
                Tensor.zeros(inputWeights.type(), rows, outputSize()),
                Tensor.zeros(inputWeights.type(), rows, outputSize()));
    }

    @Override
    public int inputSize() {
        return inputWeights.dim(1);
    }

    @Override
    public int outputSize() {
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
        String how = activation == Activation.TANH ? "" : ", " + activation;
        return "LstmCell(%d -> %d%s)".formatted(inputSize(), outputSize(), how);
    }
}
