package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Init;
import org.unroll.nn.LayerNorm;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Long short-term memory (Hochreiter and Schmidhuber 1997), with the forget gate of Gers,
/// Schmidhuber and Cummins, "Learning to forget" (2000):
///
/// ```
/// i  = σ(W_ii x + b_ii + W_hi h + b_hi)      input gate
/// f  = σ(W_if x + b_if + W_hf h + b_hf)      forget gate
/// g  = tanh(W_ig x + b_ig + W_hg h + b_hg)   candidate
/// c' = f ∘ c + i ∘ g
/// o  = σ(W_io x + b_io + W_ho h + b_ho)      output gate
/// h' = o ∘ tanh(c')
/// ```
///
/// As PyTorch's `LSTMCell`. Keras has the same equations and order of gates (its g is called c),
/// transposed weights and one bias ([Bias#ONE]).
///
/// What [LstmOptions] change, alone or together:
///
/// | | instead |
/// |---|---|
/// | activations | any functions for the three σ and both tanh |
/// | peepholes | `i = σ(… + p_i ∘ c)`, `f = σ(… + p_f ∘ c)`, `o = σ(… + p_o ∘ c')` |
/// | coupled gates | `f = 1 - i` |
/// | cell clip k | `c' = min(max(f ∘ c + i ∘ g, -k), k)` |
/// | layer norm | `LN(W x) + b`, `LN(U h) + b` over all gates; `h' = o ∘ tanh(LN(c'))` |
/// | projection | `h' = W_hr (o ∘ tanh(c'))` |
///
/// With H units, and S = H or the projection's length, weights are
///
/// | parameter | shape | there |
/// |---|---|---|
/// | `weight_ih` | `[4 H, input]` | always; gates i, f, g, o, or `[3 H, …]` with i, g, o |
/// | `weight_hh` | `[4 H, S]` | always, in the same order |
/// | biases, norms of the sums | `[4 H]` | as [GateSums] has them, in the same order |
/// | `norm_weight_cell`, `norm_bias_cell` | `[H]` | with layer normalisation |
/// | `peephole` | `[3 H]` | with peepholes: i, f, o, or `[2 H]` with i, o |
/// | `weight_hr` | `[S, H]` | with a projection; without a bias |
///
/// Output and hidden state are `[rows, S]`, the cell state is `[rows, H]`.
///
/// What can be observed ([Recurrent#observe]): inputGate, forgetGate, candidate, cell, outputGate.
public final class LstmCell implements RecurrentCell<LstmState> {
    private final LstmOptions options;
    private final GateSums sums;
    private final @Nullable LayerNorm cellNorm;
    private final @Nullable Tensor peephole;
    private final @Nullable Tensor projection;

    /// A cell as PyTorch's.
    public LstmCell(int inputSize, int hiddenSize, Init init) {
        this(inputSize, hiddenSize, LstmOptions.standard(), init);
    }

    /// A cell of another kind.
    ///
    /// @param hiddenSize the number of units
    /// @throws IllegalArgumentException if there are no more units than the projection has, or a
    ///   single one that would be normalised
    public LstmCell(int inputSize, int hiddenSize, LstmOptions options, Init init) {
        this.options = options;
        boolean coupled = options.coupledGates();
        GateShape shape =
                GateShape.of(coupled ? 3 : 4, inputSize, hiddenSize)
                        .withStateSize(options.stateSize(hiddenSize))
                        .withForgetGate(coupled ? 0 : 1);
        // coupled gates forget where the input gate is closed
        sums = GateSums.of(shape, options.gates(), coupled ? init.withNegatedForgetBias() : init);
        cellNorm = options.gates().layerNorm() ? GateNorm.ofUnits(hiddenSize, init) : null;
        peephole = options.peepholes() ? init.peephole(coupled ? 2 : 3, hiddenSize) : null;
        projection =
                options.projection() == 0
                        ? null
                        : init.projectionWeight(options.projection(), hiddenSize);
    }

    @Override
    public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
        int last = sums.shape().gates() - 1;
        List<Tensor> sum = sums.sum(input, state.hidden(), context).split(1, last + 1);
        LstmActivations functions = options.activations();
        Tensor c = state.cell();

        Tensor i = gate(functions.inputGate(), sum.get(0), 0, c).named("inputGate");
        Tensor forget =
                options.coupledGates()
                        ? i.negated().plus(1)
                        : gate(functions.forgetGate(), sum.get(1), 1, c);
        Tensor f = forget.named("forgetGate");
        Tensor g = functions.candidate().apply(sum.get(last - 1)).named("candidate");
        Tensor cell = clipped(f.times(c).plus(i.times(g))).named("cell");
        Tensor o = gate(functions.outputGate(), sum.get(last), last - 1, cell).named("outputGate");
        Tensor hidden = projected(o.times(functions.cell().apply(normalised(cell))));
        return new Step<>(hidden, new LstmState(hidden, cell));
    }

    /// A gate, which may see a cell state through one of the peepholes.
    private Tensor gate(ActivationFunction function, Tensor sum, int at, Tensor seen) {
        if (peephole == null) {
            return function.apply(sum);
        }
        int hidden = sums.shape().hiddenSize();
        Tensor weights = peephole.slice(0, at * hidden, (at + 1) * hidden);
        return function.apply(sum.plus(seen.times(weights)));
    }

    /// By choices, so that a cell that is exactly full still has a gradient.
    private Tensor clipped(Tensor cell) {
        if (!options.clips()) {
            return cell;
        }
        Tensor high = Tensor.scalar(cell.type(), options.cellClip());
        Tensor low = high.negated();
        Tensor floored = Tensor.where(cell.lessThan(low), low, cell);
        return Tensor.where(floored.greaterThan(high), high, floored);
    }

    private Tensor normalised(Tensor cell) {
        return cellNorm == null ? cell : cellNorm.forward(cell);
    }

    private Tensor projected(Tensor units) {
        return projection == null ? units : units.matmulTransposed(projection);
    }

    @Override
    public LstmState initialState(int rows) {
        return new LstmState(
                Tensor.zeros(sums.type(), rows, outputSize()),
                Tensor.zeros(sums.type(), rows, sums.shape().hiddenSize()));
    }

    @Override
    public int inputSize() {
        return sums.shape().inputSize();
    }

    @Override
    public int outputSize() {
        return sums.shape().stateSize();
    }

    @Override
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        all.add(sums.parameters());
        if (cellNorm != null) {
            all.add(cellNorm.parameters().renamed(name -> "norm_" + name + "_cell"));
        }
        if (peephole != null) {
            all.add(Parameters.of("peephole", peephole));
        }
        if (projection != null) {
            all.add(Parameters.of("weight_hr", projection));
        }
        return Parameters.join(all);
    }

    @Override
    public String toString() {
        return "LstmCell(%d -> %d%s)"
                .formatted(
                        inputSize(), outputSize(), options.differences(sums.shape().hiddenSize()));
    }
}
