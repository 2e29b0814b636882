package org.unroll.recurrent;

import org.jspecify.annotations.Nullable;
import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The independently recurrent network (IndRNN) of Li, Li, Cook, Zhu and Gao, "Independently
/// recurrent neural network (IndRNN): building a longer and deeper RNN" (2018), in which each unit
/// sees its own past only:
///
/// `h' = f(W x + u ∘ h + b)` with f = relu.
///
/// `weight_ih` is `[hidden, input]`, `weight_hh` `[hidden]`, `bias` `[hidden]`; what it has without
/// options is [ElmanOptions#independent], so begin with that to change a single thing. Where
/// sequences are long, keep `weight_hh` within `±γ^(1/steps)`, as the paper does with γ = 2; it
/// starts within ±1. Neither PyTorch nor Keras has it.
public final class IndependentCell implements RecurrentCell<HiddenState> {
    private final ElmanOptions options;
    private final Tensor inputWeights;
    private final Tensor ownWeights;
    private final @Nullable Tensor inputBias;
    private final @Nullable Tensor ownBias;

    /// A cell as the paper's: relu and one bias, [ElmanOptions#independent].
    public IndependentCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, ElmanOptions.independent(), init);
    }

    /// A cell of another kind.
    ///
    /// @param options all of them count, its function and biases too
    /// @throws IllegalArgumentException if the options ask for layer normalisation
    public IndependentCell(int inputSize, int hiddenSize, ElmanOptions options, Init init) {
        if (options.gates().layerNorm()) {
            throw new IllegalArgumentException(
                    "layer normalisation mixes the units, which an IndependentCell keeps apart: use"
                            + " an ElmanCell");
        }
        this.options = options;
        Bias bias = options.gates().bias();
        inputWeights = init.recurrentInputWeight(1, hiddenSize, inputSize);
        ownWeights = init.independentWeight(hiddenSize);
        inputBias = bias == Bias.NONE ? null : init.recurrentInputBias(1, hiddenSize, -1);
        ownBias = bias == Bias.TWO ? init.recurrentHiddenBias(1, hiddenSize) : null;
    }

    @Override
    public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
        GateOptions gates = options.gates();
        Tensor h = context.dropoutPerSequence(state.hidden(), gates.recurrentDropout());
        Tensor u = context.weightDropout(ownWeights, gates.weightDropout());
        Tensor fromInput = with(input.matmulTransposed(inputWeights), inputBias);
        Tensor fromItself = with(h.times(u), ownBias);
        Tensor hidden = options.activation().apply(fromInput.plus(fromItself));
        return new Step<>(hidden, new HiddenState(hidden));
    }

    private static Tensor with(Tensor sum, @Nullable Tensor bias) {
        return bias == null ? sum : sum.plus(bias);
    }

    @Override
    public HiddenState initialState(int rows) {
        return HiddenState.zeros(inputWeights.type(), rows, outputSize());
    }

    @Override
    public int inputSize() {
        return inputWeights.dim(1);
    }

    @Override
    public int outputSize() {
        return ownWeights.dim(0);
    }

    @Override
    public Parameters parameters() {
        Parameters weights = Parameters.of("weight_ih", inputWeights, "weight_hh", ownWeights);
        if (inputBias == null) {
            return weights;
        }
        return ownBias == null
                ? Parameters.join(weights, Parameters.of("bias", inputBias))
                : Parameters.join(weights, Parameters.of("bias_ih", inputBias, "bias_hh", ownBias));
    }

    @Override
    public String toString() {
        return "IndependentCell(%d -> %d, %s%s)"
                .formatted(
                        inputSize(),
                        outputSize(),
                        options.activation().label(),
                        options.gates().differences());
    }
}
