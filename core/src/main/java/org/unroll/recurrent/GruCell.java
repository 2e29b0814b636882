package org.unroll.recurrent;

import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The gated recurrent unit of Cho et al., "Learning phrase representations using RNN
/// encoder-decoder for statistical machine translation" (2014):
///
/// ```
/// r  = σ(W_ir x + b_ir + W_hr h + b_hr)            reset gate
/// z  = σ(W_iz x + b_iz + W_hz h + b_hz)            update gate
/// n  = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))   candidate, reset after the product
/// n  = tanh(W_in x + b_in + W_hn (r ∘ h) + b_hn)   or before it
/// h' = (1 - z) ∘ n + z ∘ h                         or with z on the other side: see GruOptions
/// ```
///
/// In PyTorch's order r, z, n in `weight_ih` `[3 hidden, input]`, `weight_hh` `[3 hidden, hidden]`
/// and the two biases `[3 hidden]`; Keras's order is z, r, n. PyTorch has the reset gate after the
/// product only.
///
/// What can be observed ([Recurrent#observe]): resetGate, updateGate, candidate.
public final class GruCell implements HiddenCell {
    private static final int GATES = 3;

    private final GruOptions options;
    private final Tensor inputWeights;
    private final Tensor recurrentWeights;
    private final Tensor inputBias;
    private final Tensor recurrentBias;

    /// A cell as PyTorch's.
    public GruCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, GruOptions.standard(), init);
    }

    /// A cell of another kind.
    public GruCell(int inputSize, int hiddenSize, GruOptions options, Init init) {
        this.options = options;
        inputWeights = init.recurrentInputWeight(GATES, hiddenSize, inputSize);
        recurrentWeights = init.recurrentWeight(GATES, hiddenSize);
        inputBias = init.recurrentInputBias(GATES, hiddenSize, -1);
        recurrentBias = init.recurrentHiddenBias(GATES, hiddenSize);
    }

    @Override
    public Tensor next(Tensor input, Tensor hidden) {
        Tensor fromInput = input.matmulTransposed(inputWeights).plus(inputBias);
        return switch (options.reset()) {
            case AFTER_PRODUCT -> resetAfter(fromInput, hidden);
            case BEFORE_PRODUCT -> resetBefore(fromInput, hidden);
        };
    }

    private Tensor resetAfter(Tensor fromInput, Tensor hidden) {
        Tensor fromHidden = hidden.matmulTransposed(recurrentWeights).plus(recurrentBias);
        Tensor resetGate =
                gate(fromInput, 0).plus(gate(fromHidden, 0)).sigmoid().named("resetGate");
        Tensor updateGate =
                gate(fromInput, 1).plus(gate(fromHidden, 1)).sigmoid().named("updateGate");
        Tensor candidate =
                gate(fromInput, 2)
                        .plus(resetGate.times(gate(fromHidden, 2)))
                        .tanh()
                        .named("candidate");
        return updated(updateGate, candidate, hidden);
    }

    private Tensor resetBefore(Tensor fromInput, Tensor hidden) {
        int size = hiddenSize();
        Tensor gateWeights = recurrentWeights.slice(0, 0, 2 * size);
        Tensor candidateWeights = recurrentWeights.slice(0, 2 * size, 3 * size);
        Tensor fromHidden =
                hidden.matmulTransposed(gateWeights).plus(recurrentBias.slice(0, 0, 2 * size));
        Tensor resetGate =
                gate(fromInput, 0).plus(gate(fromHidden, 0)).sigmoid().named("resetGate");
        Tensor updateGate =
                gate(fromInput, 1).plus(gate(fromHidden, 1)).sigmoid().named("updateGate");
        Tensor fromReset =
                resetGate
                        .times(hidden)
                        .matmulTransposed(candidateWeights)
                        .plus(recurrentBias.slice(0, 2 * size, 3 * size));
        Tensor candidate = gate(fromInput, 2).plus(fromReset).tanh().named("candidate");
        return updated(updateGate, candidate, hidden);
    }

    private Tensor updated(Tensor updateGate, Tensor candidate, Tensor hidden) {
        Tensor rest = updateGate.negated().plus(1);
        return switch (options.update()) {
            case KEEPS_STATE -> rest.times(candidate).plus(updateGate.times(hidden));
            case TAKES_CANDIDATE -> rest.times(hidden).plus(updateGate.times(candidate));
        };
    }

    private Tensor gate(Tensor gates, int index) {
        return gates.slice(1, index * hiddenSize(), (index + 1) * hiddenSize());
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
        return "GruCell(%d -> %d%s)"
                .formatted(
                        inputSize(),
                        hiddenSize(),
                        options.equals(GruOptions.standard())
                                ? ""
                                : ", %s, %s".formatted(options.reset(), options.update()));
    }
}
