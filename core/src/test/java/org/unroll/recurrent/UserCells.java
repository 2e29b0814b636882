package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Cells as users write them, of input size 3.
final class UserCells {
    static final int INPUT = 3;
    static final int HIDDEN = 5;

    private UserCells() {}

    static List<RecurrentCell<?>> all(Init init) {
        List<RecurrentCell<?>> all = new ArrayList<>();
        all.addAll(
                List.of(
                        new ElmanCell(INPUT, HIDDEN, init),
                        new LstmCell(INPUT, HIDDEN, init),
                        new GruCell(INPUT, HIDDEN, init),
                        new GruCell(INPUT, HIDDEN, GruOptions.paper(), init),
                        new GruCell(
                                INPUT,
                                HIDDEN,
                                GruOptions.paper().withUpdate(GruOptions.Update.TAKES_CANDIDATE),
                                init),
                        new OutputFeedback(init),
                        new HiddenAndOutput(init),
                        new ConcatenateAndDense(init),
                        new LinearPerGate(init),
                        new PeepholeCoupled(init),
                        new Normalized(init),
                        new Crossed(init)));
        all.addAll(ProductCells.all(init));
        return all;
    }

    /// `o' = tanh(U x + V o + b)`: one bias, the output is the state.
    record OutputFeedback(Tensor u, Tensor v, Tensor b) implements HiddenCell {
        OutputFeedback(Init init) {
            this(
                    init.linearWeight(HIDDEN, INPUT),
                    init.linearWeight(HIDDEN, HIDDEN),
                    init.linearBias(HIDDEN, INPUT));
        }

        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return input.matmulTransposed(u).plus(hidden.matmulTransposed(v)).plus(b).tanh();
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int hiddenSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("u", u, "v", v, "b", b);
        }
    }

    /// A hidden state of 5 and an output of 7: `h' = tanh(x U + h V + b)`, `o = tanh(h' W + c)`.
    record HiddenAndOutput(Tensor u, Tensor v, Tensor w, Tensor c)
            implements RecurrentCell<HiddenState> {
        HiddenAndOutput(Init init) {
            this(
                    init.linearWeight(INPUT, HIDDEN),
                    init.linearWeight(HIDDEN, HIDDEN),
                    init.linearWeight(HIDDEN, 7),
                    init.linearWeight(1, 7));
        }

        @Override
        public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
            Tensor hidden = input.matmul(u).plus(state.hidden().matmul(v)).tanh();
            return new Step<>(hidden.matmul(w).plus(c).tanh(), new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(u.type(), rows, HIDDEN));
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int outputSize() {
            return 7;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("u", u, "v", v, "w", w, "c", c);
        }
    }

    /// State and input concatenated and put through dense layers: a GRU by hand.
    record ConcatenateAndDense(Linear update, Linear reset, Linear candidate)
            implements HiddenCell {
        ConcatenateAndDense(Init init) {
            this(
                    new Linear(HIDDEN + INPUT, HIDDEN, init),
                    new Linear(HIDDEN + INPUT, HIDDEN, init),
                    new Linear(HIDDEN + INPUT, HIDDEN, init));
        }

        @Override
        public Tensor next(Tensor input, Tensor state) {
            Tensor both = Tensor.concat(1, state, input);
            Tensor z = update.forward(both).sigmoid();
            Tensor r = reset.forward(both).sigmoid();
            Tensor n = candidate.forward(Tensor.concat(1, r.times(state), input)).tanh();
            return z.negated().plus(1).times(state).plus(z.times(n));
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int hiddenSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    update.parameters().under("update"),
                    reset.parameters().under("reset"),
                    candidate.parameters().under("candidate"));
        }
    }

    private static LstmState zeros(DType type, int rows) {
        return new LstmState(Tensor.zeros(type, rows, HIDDEN), Tensor.zeros(type, rows, HIDDEN));
    }

    /// An LSTM with a layer per gate; the candidate and the cell's output through a smooth gate
    /// instead of tanh.
    record LinearPerGate(List<Linear> fromInput, List<Linear> fromHidden)
            implements RecurrentCell<LstmState> {
        LinearPerGate(Init init) {
            this(linears(INPUT, init), linears(HIDDEN, init));
        }

        private static List<Linear> linears(int size, Init init) {
            return List.of(
                    new Linear(size, HIDDEN, init),
                    new Linear(size, HIDDEN, init),
                    new Linear(size, HIDDEN, init),
                    new Linear(size, HIDDEN, init));
        }

        private Tensor gate(int i, Tensor input, LstmState state) {
            return fromInput.get(i).forward(input).plus(fromHidden.get(i).forward(state.hidden()));
        }

        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            Tensor kept = gate(0, input, state).sigmoid().times(state.cell());
            Tensor added = gate(1, input, state).sigmoid().times(gate(2, input, state).tanh());
            Tensor cell = kept.plus(added);
            Tensor hidden = gate(3, input, state).sigmoid().times(cell.sigmoid());
            return new Step<>(hidden, new LstmState(hidden, cell));
        }

        @Override
        public LstmState initialState(int rows) {
            return zeros(parameters().tensors().getFirst().type(), rows);
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            Parameters all = Parameters.none();
            for (int i = 0; i < 4; i++) {
                all =
                        Parameters.join(
                                all,
                                fromInput.get(i).parameters().under("x" + i),
                                fromHidden.get(i).parameters().under("h" + i));
            }
            return all;
        }
    }

    /// Gates that see the cell state, and one gate for forgetting and taking in.
    record PeepholeCoupled(Tensor x, Tensor h, Tensor peephole)
            implements RecurrentCell<LstmState> {
        PeepholeCoupled(Init init) {
            this(
                    init.linearWeight(3 * HIDDEN, INPUT),
                    init.linearWeight(3 * HIDDEN, HIDDEN),
                    init.linearBias(HIDDEN, INPUT));
        }

        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            List<Tensor> gates =
                    input.matmulTransposed(x).plus(state.hidden().matmulTransposed(h)).split(1, 3);
            Tensor forget = gates.get(0).plus(peephole.times(state.cell())).sigmoid();
            Tensor taken = forget.negated().plus(1).times(gates.get(1).tanh());
            Tensor cell = forget.times(state.cell()).plus(taken);
            Tensor out = gates.get(2).plus(peephole.times(cell)).sigmoid();
            Tensor hidden = out.times(cell.tanh());
            return new Step<>(hidden, new LstmState(hidden, cell));
        }

        @Override
        public LstmState initialState(int rows) {
            return zeros(x.type(), rows);
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("x", x, "h", h, "peephole", peephole);
        }
    }

    /// A layer normalization inside the cell.
    record Normalized(Linear fromInput, Linear fromHidden, LayerNorm norm) implements HiddenCell {
        Normalized(Init init) {
            this(
                    new Linear(INPUT, HIDDEN, init),
                    Linear.withoutBias(HIDDEN, HIDDEN, init),
                    new LayerNorm(HIDDEN, init));
        }

        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return norm.forward(fromInput.forward(input).plus(fromHidden.forward(hidden))).tanh();
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int hiddenSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    fromInput.parameters().under("x"),
                    fromHidden.parameters().under("h"),
                    norm.parameters().under("norm"));
        }
    }

    /// States that change places, an output that is an old state, and a choice by value made with
    /// `where`.
    record Crossed(Tensor w) implements RecurrentCell<LstmState> {
        Crossed(Init init) {
            this(init.linearWeight(INPUT, HIDDEN));
        }

        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            Tensor sum = state.cell().plus(input.matmul(w));
            Tensor bent = Tensor.where(sum.greaterThan(0.05), sum.times(0.9), sum.squared());
            return new Step<>(state.hidden(), new LstmState(bent, state.hidden()));
        }

        @Override
        public LstmState initialState(int rows) {
            return zeros(w.type(), rows);
        }

        @Override
        public int inputSize() {
            return INPUT;
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("w", w);
        }
    }
}
