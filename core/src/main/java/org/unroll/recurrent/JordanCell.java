package org.unroll.recurrent;

import org.jspecify.annotations.Nullable;
import org.unroll.nn.Init;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The network of Jordan, "Serial order: a parallel distributed processing approach" (1986), in
/// which the output, not the hidden units, is fed back:
///
/// ```
/// h  = f(W x + U y + b)    hidden units
/// y' = g(V h + c)          output
/// ```
///
/// Without the decay of Jordan's state units: the state is the last output. `weight_ih` is
/// `[hidden, input]`, `weight_hh` `[hidden, output]`, `bias` `[hidden]` (or PyTorch's pair: see
/// [Bias]), `weight_ho` `[output, hidden]`, `bias_ho` `[output]`. Neither PyTorch nor Keras has it.
///
/// What can be observed ([Recurrent#observe]): hidden.
public final class JordanCell implements RecurrentCell<OutputState> {
    private final JordanOptions options;
    private final GateSums sums;
    private final Tensor outputWeights;
    private final @Nullable Tensor outputBias; // null: none

    /// A cell with tanh, whose output is linear.
    public JordanCell(int inputSize, int hiddenSize, int outputSize, Init init) {
        this(inputSize, hiddenSize, outputSize, JordanOptions.standard(), init);
    }

    /// A cell of another kind.
    public JordanCell(
            int inputSize, int hiddenSize, int outputSize, JordanOptions options, Init init) {
        this.options = options;
        GateShape shape = GateShape.of(1, inputSize, hiddenSize).withStateSize(outputSize);
        sums = GateSums.of(shape, options.gates(), init);
        outputWeights = init.linearWeight(outputSize, hiddenSize);
        outputBias =
                options.gates().bias() == Bias.NONE
                        ? null
                        : init.linearBias(outputSize, hiddenSize);
    }

    @Override
    public Step<OutputState> step(Tensor input, OutputState state, StepContext context) {
        Tensor sum = sums.sum(input, state.output(), context);
        Tensor hidden = options.activation().apply(sum).named("hidden");
        Tensor product = hidden.matmulTransposed(outputWeights);
        Tensor output =
                options.outputActivation()
                        .apply(outputBias == null ? product : product.plus(outputBias));
        return new Step<>(output, new OutputState(output));
    }

    @Override
    public OutputState initialState(int rows) {
        return new OutputState(Tensor.zeros(sums.type(), rows, outputSize()));
    }

    @Override
    public int inputSize() {
        return sums.shape().inputSize();
    }

    @Override
    public int outputSize() {
        return outputWeights.dim(0);
    }

    @Override
    public Parameters parameters() {
        Parameters weights =
                Parameters.join(sums.parameters(), Parameters.of("weight_ho", outputWeights));
        return outputBias == null
                ? weights
                : Parameters.join(weights, Parameters.of("bias_ho", outputBias));
    }

    @Override
    public String toString() {
        return "JordanCell(%d -> %d -> %d, %s, %s%s)"
                .formatted(
                        inputSize(),
                        sums.shape().hiddenSize(),
                        outputSize(),
                        options.activation().label(),
                        options.outputActivation().label(),
                        options.gates().differences());
    }
}
