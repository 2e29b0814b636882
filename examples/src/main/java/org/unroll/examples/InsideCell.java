package org.unroll.examples;

import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.RowTensors;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What a step may ask of its context, and how to look into a run.
final class InsideCell {
    private InsideCell() {}

    /// A unit with dropout on its state, and with a condition for each row: `h' = tanh(W x + U
    /// drop(h) + V condition)`, or, in zoneout, `h` as it was.
    record ConditionedCell(Linear input, Linear recurrent, Linear condition)
            implements RecurrentCell<HiddenState> {
        ConditionedCell(int inputSize, int hiddenSize, int conditionSize, Init init) {
            this(
                    new Linear(inputSize, hiddenSize, init),
                    Linear.withoutBias(hiddenSize, hiddenSize, init),
                    Linear.withoutBias(conditionSize, hiddenSize, init));
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor kept = context.dropoutPerSequence(state.hidden(), 0.2);
            Tensor given = condition.forward(context.perRow("condition"));
            Tensor next = input.forward(x).plus(recurrent.forward(kept)).plus(given).tanh();
            Tensor updated = context.mask(next, 0.1).named("updated");
            Tensor hidden =
                    updated.times(next).plus(updated.negated().plus(1).times(state.hidden()));
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(DType.FLOAT32, rows, outputSize()));
        }

        @Override
        public int inputSize() {
            return input.parameters().get("weight").dim(1);
        }

        @Override
        public int outputSize() {
            return input.parameters().get("weight").dim(0);
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    input.parameters().under("input"),
                    recurrent.parameters().under("recurrent"),
                    condition.parameters().under("condition"));
        }
    }

    static void run() {
        Rng rng = Rng.seeded(42);
        Init init = Init.pytorch(rng);
        var layer = Recurrent.of(new ConditionedCell(3, 4, 2, init));
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 6, 3)); // two rows, six steps
        var start = layer.initialState(2);
        var conditions = RowTensors.of("condition", Tensor.of(new float[][] {{1, 0}, {0, 1}}));

        var mode = Mode.training(rng.fork("dropout").fork(0)); // of iteration 0
        var seen = layer.observe(batch, start, mode, conditions, "updated");
        IO.println("outputs " + seen.output().outputs().values().shape());
        IO.println("updated, first row\n" + seen.of("updated").values().select(0, 0));

        pieces(rng, layer, batch, conditions);
        gates(init);
    }

    private static void pieces(
            Rng rng, Recurrent<HiddenState> layer, Sequence batch, RowTensors conditions) {
        var start = layer.initialState(2);
        var whole = layer.run(batch, start, Mode.training(rng.fork("dropout").fork(0)), conditions);
        var state = start;
        for (int from = 0; from < 6; from += 3) {
            var piece = Sequence.of(batch.values().slice(1, from, from + 3));
            var mode = Mode.training(rng.fork("dropout").fork(0)).startingAt(from);
            state = layer.run(piece, state, mode, conditions).finalState();
        }
        var difference = whole.finalState().hidden().minus(state.hidden()).abs();
        IO.println("pieces differ from the whole by " + difference.max(1).max(0).item());
    }

    private static void gates(Init init) {
        String text = "to be, or not to be";
        String letters = "abcdefghijklmnopqrstuvwxyz ,";
        var embedding = new Embedding(letters.length(), 8, init);
        var layer = Recurrent.of(new LstmCell(8, 16, init));
        int[] numbers = text.chars().map(letters::indexOf).toArray();
        Sequence line =
                embedding.forward(
                        Sequence.of(Tensor.of(numbers, 1, numbers.length)), Mode.inference());
        var start = layer.initialState(1);

        var seen = layer.observe(line, start, Mode.inference(), "forgetGate", "cell");
        Tensor forget = seen.of("forgetGate").values().mean(2); // over the units: [1, 19]
        for (int time : new int[] {0, 5, 10}) {
            IO.println("'%c' forget %.3f".formatted(text.charAt(time), forget.get(0, time)));
        }

        var gradients =
                layer.gradientsThroughTime(
                        line,
                        start,
                        Mode.inference(),
                        output -> output.finalState().hidden().squared().sum());
        Tensor sizes = gradients.gradients().hidden().squared().sum(2); // [1, 19]
        for (int time : new int[] {18, 9, 0}) {
            double size = Math.sqrt(sizes.get(0, time));
            IO.println("gradient by h after step %d: %.1e".formatted(time, size));
        }
        layers(init, line);
    }

    private static void layers(Init init, Sequence line) {
        var stack = RecurrentStack.lstm(RecurrentOptions.of(8, 16).withLayers(2), init);
        var inside = stack.observe(line, stack.initialState(1), Mode.inference(), "forgetGate_l1");
        IO.println("names " + inside.values().keySet());
        var below =
                stack.gradientsThroughTime(
                                line,
                                stack.initialState(1),
                                Mode.inference(),
                                output -> output.finalState().last().hidden().sum())
                        .gradients()
                        .layer(0);
        IO.println("gradients by the lower layer's c " + below.cell().shape());
    }
}
