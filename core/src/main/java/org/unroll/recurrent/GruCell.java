package org.unroll.recurrent;

import java.util.Locale;
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
/// product only. With [Bias#ONE] there is b_i alone, as `bias`: Keras's form with
/// `reset_after=False`.
///
/// Recurrent dropout is of what the products see of h; `z ∘ h` sees all of it. Layer normalisation
/// ([GateOptions#withLayerNorm]) is over r and z together and over n by itself, as in Ba and
/// others' equations, so hidden sizes start at 2 with it.
///
/// What can be observed ([Recurrent#observe]): resetGate, updateGate, candidate.
public final class GruCell implements RecurrentCell<HiddenState> {
    private static final int GATES = 3;

    private final GruOptions options;
    private final GateSums sums;

    /// A cell as PyTorch's.
    public GruCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, GruOptions.standard(), init);
    }

    /// A cell of another kind.
    public GruCell(int inputSize, int hiddenSize, GruOptions options, Init init) {
        this.options = options;
        GateShape shape = GateShape.of(GATES, inputSize, hiddenSize).withNormGroups(2, 1);
        sums = GateSums.of(shape, options.gates(), init);
    }

    @Override
    public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        Tensor fromInput = sums.fromInput(input);
        Tensor hidden =
                switch (options.reset()) {
                    case AFTER_PRODUCT -> resetAfter(fromInput, state.hidden(), context);
                    case BEFORE_PRODUCT -> resetBefore(fromInput, state.hidden(), context);
                };
        return new Step<>(hidden, new HiddenState(hidden));
    }

    private Tensor resetAfter(Tensor fromInput, Tensor hidden, StepContext context) {
        Tensor fromHidden = sums.fromState(hidden, context);
        Tensor resetGate = resetGate(fromInput, fromHidden);
        Tensor updateGate = updateGate(fromInput, fromHidden);
        Tensor fromReset = resetGate.times(gate(fromHidden, 2));
        return updated(updateGate, candidate(fromInput, fromReset), hidden);
    }

    private Tensor resetBefore(Tensor fromInput, Tensor hidden, StepContext context) {
        GateSums.StateSide side = sums.stateSide(hidden, context);
        Tensor fromHidden = side.sums(0, 2);
        Tensor resetGate = resetGate(fromInput, fromHidden);
        Tensor updateGate = updateGate(fromInput, fromHidden);
        Tensor fromReset = side.sums(resetGate, 2, 3);
        return updated(updateGate, candidate(fromInput, fromReset), hidden);
    }

    private Tensor resetGate(Tensor fromInput, Tensor fromHidden) {
        Tensor sum = gate(fromInput, 0).plus(gate(fromHidden, 0));
        return options.activations().resetGate().apply(sum).named("resetGate");
    }

    private Tensor updateGate(Tensor fromInput, Tensor fromHidden) {
        Tensor sum = gate(fromInput, 1).plus(gate(fromHidden, 1));
        return options.activations().updateGate().apply(sum).named("updateGate");
    }

    private Tensor candidate(Tensor fromInput, Tensor fromReset) {
        Tensor sum = gate(fromInput, 2).plus(fromReset);
        return options.activations().candidate().apply(sum).named("candidate");
    }

    private Tensor updated(Tensor updateGate, Tensor candidate, Tensor hidden) {
        Tensor rest = updateGate.negated().plus(1);
        return switch (options.update()) {
            case KEEPS_STATE -> rest.times(candidate).plus(updateGate.times(hidden));
            case TAKES_CANDIDATE -> rest.times(hidden).plus(updateGate.times(candidate));
        };
    }

    private Tensor gate(Tensor gates, int index) {
        return gates.slice(1, index * outputSize(), (index + 1) * outputSize());
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
        String kind =
                options.reset() == GruOptions.Reset.AFTER_PRODUCT
                                && options.update() == GruOptions.Update.KEEPS_STATE
                        ? ""
                        : ", reset %s, update gate %s"
                                .formatted(words(options.reset()), words(options.update()));
        String functions =
                options.activations().equals(GruActivations.standard())
                        ? ""
                        : ", " + options.activations();
        return "GruCell(%d -> %d%s%s%s)"
                .formatted(
                        inputSize(), outputSize(), kind, functions, options.gates().differences());
    }

    private static String words(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
