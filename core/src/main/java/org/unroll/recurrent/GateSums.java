package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.nn.Init;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The sums under a cell's gates, `W x + b` and `U h + b'`, with all that [GateOptions] may ask of
/// them: what the built-in cells are made of, and cells of one's own as well.
///
/// | parameter | shape | there |
/// |---|---|---|
/// | `weight_ih` | `[gates * hidden, input]` | always: W |
/// | `weight_hh` | `[gates * hidden, state]` | always: U |
/// | `bias_ih`, `bias_hh` | `[gates * hidden]` | with [Bias#TWO] |
/// | `bias` | `[gates * hidden]` | with [Bias#ONE]: on the input's side |
/// | `norm_weight_ih`, `norm_bias_ih` | `[gates * hidden]` | with layer normalisation of `W x` |
/// | `norm_weight_hh`, `norm_bias_hh` | `[gates * hidden]` | with layer normalisation of `U h` |
///
/// A cell with one gate, all options included:
///
/// ```java
/// public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
///     Tensor h = sums.sum(x, state.hidden(), context).tanh();
///     return new Step<>(h, new HiddenState(h));
/// }
/// ```
public final class GateSums {
    private final GateShape shape;
    private final GateOptions options;
    private final Tensor inputWeights;
    private final Tensor stateWeights;
    private final @Nullable Tensor inputBias;
    private final @Nullable Tensor stateBias;
    private final @Nullable GateNorm inputNorm;
    private final @Nullable GateNorm stateNorm;

    private GateSums(GateShape shape, GateOptions options, Init init) {
        int gates = shape.gates();
        int hidden = shape.hiddenSize();
        this.shape = shape;
        this.options = options;
        inputWeights = init.recurrentInputWeight(gates, hidden, shape.inputSize());
        stateWeights = init.recurrentWeight(gates, hidden, shape.stateSize());
        inputBias =
                options.bias() == Bias.NONE
                        ? null
                        : init.recurrentInputBias(gates, hidden, shape.forgetGate());
        stateBias = options.bias() == Bias.TWO ? init.recurrentHiddenBias(gates, hidden) : null;
        inputNorm = options.layerNorm() ? GateNorm.of(shape, init.type()) : null;
        stateNorm = options.layerNorm() ? GateNorm.of(shape, init.type()) : null;
    }

    /// The sums of so many gates of such a size.
    ///
    /// @throws IllegalArgumentException if layer normalisation would span a single number
    public static GateSums of(GateShape shape, GateOptions options, Init init) {
        return new GateSums(shape, options, init);
    }

    /// Both sides added, `W x + b + U h + b'`, for cells that want no more of them.
    ///
    /// @param x `[rows, input]`
    /// @param h `[rows, state]`
    /// @return `[rows, gates * hidden]`
    public Tensor sum(Tensor x, Tensor h, StepContext context) {
        return fromInput(x).plus(fromState(h, context));
    }

    /// The input's side, `W x + b`. It does not depend on the state, so a run computes it for all
    /// timesteps at once.
    ///
    /// @param x `[rows, input]`
    /// @return `[rows, gates * hidden]`
    public Tensor fromInput(Tensor x) {
        Tensor sums = x.matmulTransposed(inputWeights);
        Tensor normal = inputNorm == null ? sums : inputNorm.of(sums, 0, shape.gates());
        return inputBias == null ? normal : normal.plus(inputBias);
    }

    /// The state's side, `U h + b'`.
    ///
    /// @param h `[rows, state]`
    /// @return `[rows, gates * hidden]`
    public Tensor fromState(Tensor h, StepContext context) {
        return stateSide(h, context).sums(0, shape.gates());
    }

    /// The state's side for some gates at a time: for cells in which some gates see something else
    /// than others. Once per step.
    ///
    /// @param h `[rows, state]`
    public StateSide stateSide(Tensor h, StepContext context) {
        return new StateSide(
                context.dropoutPerSequence(h, options.recurrentDropout()),
                context.weightDropout(stateWeights, options.weightDropout()));
    }

    /// The state's side at one timestep, its masks drawn.
    public final class StateSide {
        private final Tensor h;
        private final Tensor weights;

        private StateSide(Tensor h, Tensor weights) {
            this.h = h;
            this.weights = weights;
        }

        /// `U h + b'` of the gates from `from` up to but not including `to`.
        ///
        /// @return `[rows, (to - from) * hidden]`
        public Tensor sums(int from, int to) {
            return sumsOf(h, from, to);
        }

        /// `U (factor ∘ h) + b'` of some gates: what they see of the state is reset by another
        /// gate.
        ///
        /// @param factor `[rows, state]`
        /// @return `[rows, (to - from) * hidden]`
        public Tensor sums(Tensor factor, int from, int to) {
            return sumsOf(factor.times(h), from, to);
        }

        private Tensor sumsOf(Tensor seen, int from, int to) {
            Tensor sums = seen.matmulTransposed(part(weights, from, to));
            Tensor normal = stateNorm == null ? sums : stateNorm.of(sums, from, to);
            return stateBias == null ? normal : normal.plus(part(stateBias, from, to));
        }

        private Tensor part(Tensor of, int from, int to) {
            return from == 0 && to == shape.gates()
                    ? of
                    : of.slice(0, from * shape.hiddenSize(), to * shape.hiddenSize());
        }
    }

    /// How many gates there are, and how large.
    public GateShape shape() {
        return shape;
    }

    /// How the sums are made.
    public GateOptions options() {
        return options;
    }

    /// The type of the weights.
    public DType type() {
        return inputWeights.type();
    }

    /// The weights, by the names in the table above.
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        all.add(Parameters.of("weight_ih", inputWeights, "weight_hh", stateWeights));
        if (inputBias != null) {
            all.add(Parameters.of(stateBias == null ? "bias" : "bias_ih", inputBias));
        }
        if (stateBias != null) {
            all.add(Parameters.of("bias_hh", stateBias));
        }
        if (inputNorm != null && stateNorm != null) {
            all.add(inputNorm.parameters("ih"));
            all.add(stateNorm.parameters("hh"));
        }
        return Parameters.join(all);
    }
}
