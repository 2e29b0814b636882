package org.unroll.recurrent;

import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The minimal gated unit of Zhou, Wu, Zhang and Zhou, "Minimal gated unit for recurrent neural
/// networks" (2016): one gate that both resets and updates.
///
/// ```
/// f  = σ(W_f x + U_f h + b_f)            forget gate
/// n  = tanh(W_n x + U_n (f ∘ h) + b_n)   candidate
/// h' = (1 - f) ∘ h + f ∘ n
/// ```
///
/// The order is f, n in `weight_ih` `[2 hidden, input]`, `weight_hh` `[2 hidden, hidden]` and
/// `bias` `[2 hidden]`; what it has without options is [GateOptions#oneBias], so begin with that to
/// change a single thing. Layer normalisation is over each of both by itself. Neither PyTorch nor
/// Keras has it.
///
/// What can be observed ([Recurrent#observe]): forgetGate, candidate.
public final class MinimalGatedCell implements RecurrentCell<HiddenState> {
    private final GateSums sums;

    /// A cell as the paper's: one bias, [GateOptions#oneBias].
    public MinimalGatedCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, GateOptions.oneBias(), init);
    }

    /// A cell whose sums are made in another way.
    public MinimalGatedCell(int inputSize, int hiddenSize, GateOptions options, Init init) {
        GateShape shape = GateShape.of(2, inputSize, hiddenSize).withNormGroups(1, 1);
        sums = GateSums.of(shape, options, init);
    }

    @Override
    public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        Tensor h = state.hidden();
        var fromInput = sums.fromInput(input).split(1, 2);
        GateSums.StateSide fromState = sums.stateSide(h, context);
        Tensor forgetGate = fromInput.get(0).plus(fromState.sums(0, 1)).sigmoid();
        Tensor candidate = fromInput.get(1).plus(fromState.sums(forgetGate, 1, 2)).tanh();
        forgetGate.named("forgetGate");
        candidate.named("candidate");
        Tensor rest = forgetGate.negated().plus(1);
        Tensor hidden = rest.times(h).plus(forgetGate.times(candidate));
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
        return "MinimalGatedCell(%d -> %d%s)"
                .formatted(inputSize(), outputSize(), sums.options().differences());
    }
}
