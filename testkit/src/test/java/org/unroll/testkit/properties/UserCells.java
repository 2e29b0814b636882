package org.unroll.testkit.properties;

import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.HiddenCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Cells as users write them, each with something that the built-in ones do not have.
final class UserCells {
    private UserCells() {}

    /// An LSTM with a linear layer per gate and side, and gates that look at the cell (Gers and
    /// Schmidhuber 2000).
    static final class Peephole implements RecurrentCell<LstmState> {
        private static final int GATES = 4;
        private final List<Linear> fromInput;
        private final List<Linear> fromHidden;
        private final Tensor peepholes;
        private final int inputSize;
        private final int hiddenSize;

        Peephole(int inputSize, int hiddenSize, Init init) {
            this.inputSize = inputSize;
            this.hiddenSize = hiddenSize;
            fromInput = linears(inputSize, hiddenSize, init);
            fromHidden = linears(hiddenSize, hiddenSize, init);
            peepholes = init.rng().fork("peepholes").uniform(init.type(), -0.5, 0.5, 3, hiddenSize);
        }

        private static List<Linear> linears(int in, int out, Init init) {
            return java.util.stream.IntStream.range(0, GATES)
                    .mapToObj(i ->
                            i % 2 == 0
                                    ? new Linear(in, out, init)
                                    : Linear.withoutBias(in, out, init))
                    .toList();
        }

        private Tensor sum(int gate, Tensor input, Tensor hidden) {
            return fromInput.get(gate).forward(input).plus(fromHidden.get(gate).forward(hidden));
        }

        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            Tensor h = state.hidden();
            Tensor c = state.cell();
            Tensor inputGate = sum(0, input, h).plus(c.times(peepholes.select(0, 0))).sigmoid();
            Tensor forgetGate = sum(1, input, h).plus(c.times(peepholes.select(0, 1))).sigmoid();
            Tensor cell = forgetGate.times(c).plus(inputGate.times(sum(2, input, h).tanh()));
            Tensor outputGate = sum(3, input, h).plus(cell.times(peepholes.select(0, 2))).sigmoid();
            Tensor hidden = outputGate.times(cell.tanh());
            return new Step<>(hidden, new LstmState(hidden, cell));
        }

        @Override
        public LstmState initialState(int rows) {
            DType type = peepholes.type();
            return new LstmState(
                    Tensor.zeros(type, rows, hiddenSize), Tensor.zeros(type, rows, hiddenSize));
        }

        @Override
        public int inputSize() {
            return inputSize;
        }

        @Override
        public int outputSize() {
            return hiddenSize;
        }

        @Override
        public Parameters parameters() {
            Parameters all = Parameters.of("peepholes", peepholes);
            for (int i = 0; i < GATES; i++) {
                all =
                        Parameters.join(
                                all,
                                fromInput.get(i).parameters().under("input" + i),
                                fromHidden.get(i).parameters().under("hidden" + i));
            }
            return all;
        }
    }

    /// One dense layer of input and hidden state together, and an output layer whose output is no
    /// part of the state.
    static final class Joined implements RecurrentCell<HiddenState> {
        private final Linear dense;
        private final Linear output;
        private final int inputSize;

        Joined(int inputSize, int hiddenSize, int outputSize, Init init) {
            this.inputSize = inputSize;
            dense = new Linear(inputSize + hiddenSize, hiddenSize, init);
            output = new Linear(hiddenSize, outputSize, init);
        }

        @Override
        public Step<HiddenState> step(Tensor input, HiddenState state, StepContext context) {
            Tensor hidden = dense.forward(Tensor.concat(1, input, state.hidden())).tanh();
            return new Step<>(output.forward(hidden).tanh(), new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(
                    Tensor.zeros(
                            dense.parameters().get("weight").type(), rows, dense.outputSize()));
        }

        @Override
        public int inputSize() {
            return inputSize;
        }

        @Override
        public int outputSize() {
            return output.outputSize();
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    dense.parameters().under("dense"), output.parameters().under("output"));
        }
    }

    /// Normalises over the units before its activation, and hands the hidden state on through a
    /// gate.
    static final class Normalised implements HiddenCell {
        private final Linear gates;
        private final Tensor recurrent;

        Normalised(int inputSize, int hiddenSize, Init init) {
            gates = new Linear(inputSize, 2 * hiddenSize, init);
            recurrent =
                    init.rng()
                            .fork("recurrent")
                            .normal(init.type(), 0, 0.4, hiddenSize, 2 * hiddenSize);
        }

        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            Tensor sum = gates.forward(input).plus(hidden.matmul(recurrent));
            Tensor centred = sum.minus(sum.mean(1).unsqueezed(1));
            Tensor deviation = centred.squared().mean(1).unsqueezed(1).plus(1e-3).sqrt();
            List<Tensor> parts = centred.dividedBy(deviation).split(1, 2);
            Tensor gate = parts.get(0).sigmoid();
            return hidden.plus(gate.times(parts.get(1).tanh().minus(hidden)));
        }

        @Override
        public int inputSize() {
            return gates.inputSize();
        }

        @Override
        public int hiddenSize() {
            return recurrent.dim(0);
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    gates.parameters().under("gates"), Parameters.of("recurrent", recurrent));
        }
    }

    /// @param level `[rows, 3]`, follows the input smoothly
    /// @param attention `[rows, hidden]`, a softmax
    record Pair(Tensor level, Tensor attention) implements State<Pair> {
        @Override
        public List<Tensor> tensors() {
            return List.of(level, attention);
        }

        @Override
        public Pair with(List<Tensor> tensors) {
            return new Pair(tensors.get(0), tensors.get(1));
        }
    }

    /// States of two widths, constants, a softmax, exponentials, and a choice by value.
    static final class Mixed implements RecurrentCell<Pair> {
        private final Linear toLevel;
        private final Linear toScores;
        private final int hiddenSize;

        Mixed(int inputSize, int hiddenSize, Init init) {
            this.hiddenSize = hiddenSize;
            toLevel = new Linear(inputSize, 3, init);
            toScores = new Linear(inputSize + 3, hiddenSize, init);
        }

        @Override
        public Step<Pair> step(Tensor input, Pair state, StepContext context) {
            Tensor level = state.level().times(0.75).plus(toLevel.forward(input).times(0.25));
            Tensor scores = toScores.forward(Tensor.concat(1, input, level));
            Tensor attention = scores.plus(state.attention()).softmax(1);
            Tensor squashed =
                    Tensor.where(
                            scores.greaterThan(0),
                            scores.negated().exp().plus(1).reciprocal(),
                            scores.exp().dividedBy(scores.exp().plus(1)));
            Tensor output = Tensor.concat(1, squashed.times(attention), level.abs().plus(1).log());
            return new Step<>(output, new Pair(level, attention));
        }

        @Override
        public Pair initialState(int rows) {
            DType type = toLevel.parameters().get("weight").type();
            return new Pair(
                    Tensor.zeros(type, rows, 3),
                    Tensor.full(type, 1.0 / hiddenSize, rows, hiddenSize));
        }

        @Override
        public int inputSize() {
            return toLevel.inputSize();
        }

        @Override
        public int outputSize() {
            return hiddenSize + 3;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    toLevel.parameters().under("level"), toScores.parameters().under("scores"));
        }
    }
}
