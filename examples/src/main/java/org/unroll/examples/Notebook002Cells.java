package org.unroll.examples;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unroll.examples.digits.DigitModel;
import org.unroll.examples.digits.DigitTraining;
import org.unroll.examples.support.Compare;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.HiddenCell;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The tasks of notebook 002 that work with cells: in a loop, and of one's own.
final class Notebook002Cells {
    private Notebook002Cells() {}

    // %% [markdown]
    // ## Task 2: a simple cell in a loop
    //
    // From here on the notebook makes the 28 steps by itself: a cell takes one row and the state,
    // and gives an output and the next state. And the state before the first row is random now, 128
    // numbers from a normal distribution, new ones for every batch.
    //
    // So the same image is read in another way each time. While training, that is noise the network
    // has to learn to live with. For testing we do it five times with other starts, from a seed,
    // and take the mean.
    //
    // The notebook draws its state as `[32, 128]`, which ties the network to batches of 32. 60,000
    // images make 1,875 of those, so training works. The 10,000 for testing leave 16 over, and
    // there the network would fail, if it came to that. Here the state has as many rows as the
    // batch.
    // %%
    record RandomStart<S extends State<S>>(RecurrentLayer<S> layer, Linear dense)
            implements DigitModel {
        static <S extends State<S>> RandomStart<S> of(RecurrentCell<S> cell, Init init) {
            return new RandomStart<>(Recurrent.of(cell), new Linear(128, 10, init));
        }

        @Override
        public Tensor logits(Tensor images, Mode mode, Rng start) {
            var zeros = layer.initialState(images.dim(0));
            var state = zeros.drawn(Initializer.normal(0, 1), start);
            return dense.forward(layer.read(Sequence.of(images), state, mode).output(), mode);
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    layer.parameters().under("layer"), dense.parameters().under("dense"));
        }

        @Override
        public boolean startsAtRandom() {
            return true;
        }
    }

    static void simpleCell(Run run, DigitTraining training) {
        // %% [markdown]
        // The model has a layer where the notebook has its loop. It is the same: here are both on
        // the first 32 images. But the layer takes any number of rows, where the loop has its 28
        // written into it, and runs faster, since it multiplies all rows of an image at once.
        // %%
        var simple =
                ElmanOptions.standard()
                        .withActivation(Activation.RELU)
                        .withGates(GateOptions.oneBias());
        var rng = Rng.seeded(run.seed());
        var cell = new ElmanCell(28, 128, simple, Init.keras(rng));
        var batch = training.train().pixels(IntStream.range(0, 32).toArray()); // 32 x 28 x 28
        var start = cell.initialState(32).drawn(Initializer.normal(0, 1), rng);
        var state = start;
        for (int row = 0; row < 28; row++) {
            state = cell.step(batch.select(1, row), state, StepContext.INFERENCE).state();
        }
        var read = Recurrent.of(cell).read(Sequence.of(batch), start, Mode.inference()).output();
        double apart = Compare.largestDifference(state.hidden(), read);
        IO.println("loop and layer: " + read.shape() + ", apart by %.0e".formatted(apart));
        // %%
        var elman =
                training.fit(
                        "simple cell, relu",
                        init -> RandomStart.of(new ElmanCell(28, 128, simple, init), init));
        IO.println(elman.parameters() + " parameters");
    }

    static void lstmCell(DigitTraining training) {
        // %% [markdown]
        // ## Task 3: an LSTM cell in a loop
        //
        // The same with an LSTM cell, which has two states, h and c. Both are drawn. The network is
        // that of the first example but for its start.
        // %%
        var options =
                LstmOptions.standard()
                        .withActivations(
                                LstmActivations.standard().withCandidateAndCell(Activation.RELU))
                        .withGates(GateOptions.oneBias());
        var looped =
                training.fit(
                        "LSTM cell, relu",
                        init -> RandomStart.of(new LstmCell(28, 128, options, init), init));
        IO.println(looped.parameters() + " parameters");
    }

    // %% [markdown]
    // ## Task 4: a simple cell of one's own
    //
    // The state and the row stand side by side, 128 + 28 numbers, and go through one dense layer
    // with relu. What comes out is the next state.
    // %%
    record DenseCell(Linear dense) implements HiddenCell {
        @Override
        public Tensor next(Tensor row, Tensor h) {
            return dense.forward(Tensor.concat(1, h, row)).relu();
        }

        @Override
        public int inputSize() {
            return 28;
        }

        @Override
        public int hiddenSize() {
            return 128;
        }

        @Override
        public Parameters parameters() {
            return dense.parameters().under("dense");
        }
    }

    // %% [markdown]
    // Weights of dense layers over `[state, row]`, cut apart and put together as the library's
    // cells have them: one matrix for the state, one for the row, gate below gate.
    // %%
    private static Map<String, Tensor> weights(Linear... gates) {
        var dense = List.of(gates).stream().map(Linear::parameters).toList();
        var both = Tensor.concat(0, dense.stream().map(gate -> gate.get("weight")).toList());
        return Map.of(
                "weight_hh", both.slice(1, 0, 128),
                "weight_ih", both.slice(1, 128, 156),
                "bias", Tensor.concat(0, dense.stream().map(gate -> gate.get("bias")).toList()));
    }

    // %%
    private static <S extends State<S>> double apart(
            RecurrentCell<S> one, RecurrentCell<S> other, Rng rng) {
        var rows = Sequence.of(rng.uniform(DType.FLOAT32, 0, 1, 32, 28, 28));
        var start = one.initialState(32).drawn(Initializer.normal(0, 1), rng);
        return Compare.largestDifference(
                Recurrent.of(one).read(rows, start, Mode.inference()).output(),
                Recurrent.of(other).read(rows, start, Mode.inference()).output());
    }

    static void ownCell(Run run, DigitTraining training) {
        // %% [markdown]
        // One matrix over both is the same as two matrices whose products are added. So this is the
        // simple cell of task 2 once more; with the same weights they give the same. Only the
        // weights they begin with are others: Keras draws this matrix as one, and knows nothing of
        // a part that would better be orthogonal.
        // %%
        var dice = Rng.seeded(run.seed());
        var own = new DenseCell(new Linear(128 + 28, 128, Init.pytorch(dice)));
        var oneBias =
                ElmanOptions.standard()
                        .withActivation(Activation.RELU)
                        .withGates(GateOptions.oneBias());
        var twin = new ElmanCell(28, 128, oneBias, Init.pytorch(dice));
        twin.parameters().load(weights(own.dense()));
        IO.println("from ElmanCell: %.0e".formatted(apart(own, twin, dice)));
        // %% [markdown]
        // A cell of one's own is trained like any other. The library looks at its equations once
        // and plans how to run them.
        // %%
        var byHand =
                training.fit(
                        "own simple cell",
                        init ->
                                RandomStart.of(
                                        new DenseCell(new Linear(128 + 28, 128, init)), init));
        IO.println(byHand.parameters() + " parameters");
    }

    // %% [markdown]
    // ## Task 5: a gated cell of one's own
    //
    // The task says LSTM, and points to an explanation of LSTMs. What the notebook has is this:
    //
    // $$z = \sigma(W_z [h, x]) \qquad r = \sigma(W_r [h, x]) \qquad
    // \tilde h = \tanh(W [r \circ h, x]) \qquad h' = (1 - z) \circ h + z \circ \tilde h$$
    //
    // One state, two gates, one of them a reset gate: a gated recurrent unit. The page that the
    // task points to has exactly these equations, under "variants".
    // %%
    record GatedCell(Linear update, Linear reset, Linear candidate) implements HiddenCell {
        static GatedCell of(Init init) {
            return new GatedCell(
                    new Linear(128 + 28, 128, init),
                    new Linear(128 + 28, 128, init),
                    new Linear(128 + 28, 128, init));
        }

        @Override
        public Tensor next(Tensor row, Tensor h) {
            var both = Tensor.concat(1, h, row);
            var z = update.forward(both).sigmoid();
            var r = reset.forward(both).sigmoid();
            var fresh = candidate.forward(Tensor.concat(1, r.times(h), row)).tanh();
            return z.negated().plus(1).times(h).plus(z.times(fresh));
        }

        @Override
        public int inputSize() {
            return 28;
        }

        @Override
        public int hiddenSize() {
            return 128;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    update.parameters().under("update"),
                    reset.parameters().under("reset"),
                    candidate.parameters().under("candidate"));
        }
    }

    static void ownGated(Run run, DigitTraining training) {
        // %% [markdown]
        // The library's GRU with the same weights agrees. It has to be told that r comes before the
        // product and that z takes the candidate, for there are other GRUs; 001 says more.
        // %%
        var numbers = Rng.seeded(run.seed());
        var gated = GatedCell.of(Init.pytorch(numbers));
        var textbook =
                GruOptions.paper()
                        .withUpdate(GruOptions.Update.TAKES_CANDIDATE)
                        .withGates(GateOptions.oneBias());
        var gru = new GruCell(28, 128, textbook, Init.pytorch(numbers));
        gru.parameters().load(weights(gated.reset(), gated.update(), gated.candidate()));
        IO.println("from GruCell: %.0e".formatted(apart(gated, gru, numbers)));
        // %%
        var unit =
                training.fit(
                        "own gated cell (GRU)", init -> RandomStart.of(GatedCell.of(init), init));
        IO.println(unit.parameters() + " parameters");
    }

    // %% [markdown]
    // ## A true LSTM by hand
    //
    // What the task asked for. Four dense layers over `[h, x]`, three of them gates, and a second
    // state c that is only forgotten from and added to:
    //
    // $$f = \sigma(W_f [h, x]) \quad i = \sigma(W_i [h, x]) \quad o = \sigma(W_o [h, x]) \quad
    // \tilde c = \tanh(W_c [h, x])$$
    // $$c' = f \circ c + i \circ \tilde c \qquad h' = o \circ \tanh(c')$$
    //
    // Having two states, it is a `RecurrentCell` and says what they are: `LstmState`. The biases
    // are those of Keras's dense layers, zero, the forget gate's too.
    // %%
    record OwnLstm(Linear input, Linear forget, Linear candidate, Linear output)
            implements RecurrentCell<LstmState> {
        static OwnLstm of(Init init) {
            return new OwnLstm(
                    new Linear(128 + 28, 128, init),
                    new Linear(128 + 28, 128, init),
                    new Linear(128 + 28, 128, init),
                    new Linear(128 + 28, 128, init));
        }

        @Override
        public Step<LstmState> step(Tensor row, LstmState state, StepContext context) {
            var both = Tensor.concat(1, state.hidden(), row);
            var i = input.forward(both).sigmoid();
            var f = forget.forward(both).sigmoid();
            var o = output.forward(both).sigmoid();
            var c = f.times(state.cell()).plus(i.times(candidate.forward(both).tanh()));
            var h = o.times(c.tanh());
            return new Step<>(h, new LstmState(h, c));
        }

        @Override
        public LstmState initialState(int rows) {
            var zeros = Tensor.zeros(DType.FLOAT32, rows, 128);
            return new LstmState(zeros, zeros);
        }

        @Override
        public int inputSize() {
            return 28;
        }

        @Override
        public int outputSize() {
            return 128;
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    input.parameters().under("input"),
                    forget.parameters().under("forget"),
                    candidate.parameters().under("candidate"),
                    output.parameters().under("output"));
        }
    }

    static void ownLstm(Run run, DigitTraining training) {
        // %%
        var values = Rng.seeded(run.seed());
        var written = OwnLstm.of(Init.pytorch(values));
        var standard = LstmOptions.standard().withGates(GateOptions.oneBias());
        var library = new LstmCell(28, 128, standard, Init.pytorch(values));
        library.parameters()
                .load(
                        weights(
                                written.input(),
                                written.forget(),
                                written.candidate(),
                                written.output()));
        IO.println("from LstmCell: %.0e".formatted(apart(written, library, values)));
        // %%
        var trueLstm = training.fit("own LSTM", init -> RandomStart.of(OwnLstm.of(init), init));
        IO.println(trueLstm.parameters() + " parameters");
    }
}
