package org.unroll.examples;

import java.util.ArrayList;
import java.util.List;
import org.unroll.examples.support.Compare;
import org.unroll.examples.support.LineChart;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.State;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The second half of notebook 001: the library's cells and layers.
final class Notebook001Layers {
    private Notebook001Layers() {}

    static void cells(Rng rng) {
        // %% [markdown]
        // ## Cells
        //
        // Now the library's own. A cell makes one step of a batch: `ElmanCell`, `LstmCell`,
        // `GruCell`, as PyTorch's `RNNCell`, `LSTMCell` and `GRUCell`. Here 100 steps of 16
        // rows each, time first.
        // %%
        var cell = new LstmCell(32, 64, Init.pytorch(rng));
        var inputs = rng.normal(DType.FLOAT32, 0, 1, 100, 16, 32);
        var state = cell.initialState(16); // h and c, zeros
        var outputs = new ArrayList<Tensor>();
        for (int time = 0; time < 100; time++) {
            var step = cell.step(inputs.select(0, time), state, StepContext.INFERENCE);
            state = step.state();
            outputs.add(step.output());
        }
        IO.println("outputs " + Tensor.stack(0, outputs).shape());
    }

    static void simpleLayer(Rng rng) {
        // %% [markdown]
        // ## The simple layer
        //
        // A layer reads whole sequences, and can have several cells on top of each other.
        // PyTorch's `nn.RNN` is `RecurrentStack.elman` here. Both add two biases where the
        // equations have one. The network is the same, it just has more parameters: 32 · 64 +
        // 64 + 64 · 64 + 64 = 6272.
        // %%
        var init = Init.pytorch(rng);
        var one = RecurrentStack.elman(RecurrentOptions.of(32, 64), init);
        IO.println(one);
        IO.println(one.parameters().count());
        // %% [markdown]
        // Three layers give two things: the outputs of the last layer at every step, and the
        // state of every layer after the last step. PyTorch packs the states into one tensor;
        // here each layer's state has its name, and packing them is a `stack`.
        // %%
        var three = RecurrentStack.elman(RecurrentOptions.of(32, 64).withLayers(3), init);
        var values = rng.normal(DType.FLOAT32, 0, 1, 16, 100, 32);
        var read = three.run(Sequence.of(values), Mode.inference());
        IO.println("output: " + read.outputs().values().shape());
        var last = read.finalState().layers().stream().map(HiddenState::hidden).toList();
        IO.println("h_last: " + Tensor.stack(0, last).shape());
        // %% [markdown]
        // Above, rows come first (`batch_first=True` in PyTorch). A sequence may also be time
        // first, as PyTorch has it by default. It knows by itself which it is, and the numbers
        // are the same.
        // %%
        var turned = Sequence.timeFirst(values.permuted(1, 0, 2));
        var again = three.run(turned, Mode.inference()).outputs().values();
        IO.println("output, time first: " + again.shape());
        var back = again.permuted(1, 0, 2);
        IO.println("apart by " + Compare.largestDifference(read.outputs().values(), back));
    }

    static void lstmLayer(Rng rng) {
        // %% [markdown]
        // ## The LSTM layer
        //
        // Four sets of weights instead of one, each with two biases: 4 · 64 · 32 + 4 · 64 · 64
        // + 8 · 64 = 25088. The state has two parts, h and c.
        // %%
        var start = Init.pytorch(rng);
        var single = RecurrentStack.lstm(RecurrentOptions.of(32, 64), start);
        IO.println(single);
        IO.println(single.parameters().count());

        var lstm = RecurrentStack.lstm(RecurrentOptions.of(32, 64).withLayers(3), start);
        var x = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 128, 100, 32));
        var result = lstm.run(x, Mode.inference());
        var states = result.finalState().layers();
        var hidden = Tensor.stack(0, states.stream().map(LstmState::hidden).toList());
        var cell = Tensor.stack(0, states.stream().map(LstmState::cell).toList());
        IO.println("output: " + result.outputs().values().shape());
        IO.println("   h_n: " + hidden.shape());
        IO.println("   c_n: " + cell.shape());
    }

    static void gruLayer(Rng rng) {
        // %% [markdown]
        // ## The GRU layer
        //
        // Three sets of weights: 3 · 64 · 32 + 3 · 64 · 64 + 6 · 64 = 18816. The original makes
        // inputs for this layer that it never uses. Then, where it runs three layers of each
        // kind, it runs `nn.RNN` once more under "GRU", by mistake. Both are run here; the
        // shapes are the same.
        // %%
        var begin = Init.pytorch(rng);
        var gru = RecurrentStack.gru(RecurrentOptions.of(32, 64), begin);
        IO.println(gru);
        IO.println(gru.parameters().count());

        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 128, 100, 32));
        var threeLayers = RecurrentOptions.of(32, 64).withLayers(3);
        var stacks =
                List.of(
                        RecurrentStack.elman(threeLayers, begin),
                        RecurrentStack.gru(threeLayers, begin));
        for (var stack : stacks) {
            var end = stack.run(batch, Mode.inference());
            var ends = end.finalState().layers().stream().map(HiddenState::hidden).toList();
            IO.println(stack);
            IO.println("output: " + end.outputs().values().shape());
            IO.println("h_last: " + Tensor.stack(0, ends).shape());
        }
    }

    // %% [markdown]
    // ## Gradients through a hundred steps
    //
    // The original says that LSTMs follow long dependencies where simple networks cannot,
    // because of vanishing gradients, and does not show it. A layer can be asked how much a
    // loss at the end depends on its state after each step. The loss here is the sum of the
    // last output.
    // %%
    private static <S extends State<S>> double[] sizes(RecurrentLayer<S> layer, Sequence input) {
        var gradients =
                layer.gradientsThroughTime(
                                input,
                                layer.initialState(1),
                                Mode.inference(),
                                output -> output.outputs().values().select(1, 99).sum())
                        .gradients();
        var squares = Tensor.zeros(DType.FLOAT64, 1, 100);
        for (var part : gradients.tensors()) {
            squares = squares.plus(part.squared().sum(2)); // h, and c if there is one
        }
        return squares.sqrt().toDoubles();
    }

    static void gradients(Run run, Rng rng) {
        // %% [markdown]
        // As they start in PyTorch, all three forget, the simple network fastest. The LSTM's
        // forget gate is about one half at first, so on the way of its own c hardly anything
        // comes back; what does comes by way of h and the gates. A gate can only keep what it has
        // learned to keep. With a forget gate that starts nearly open (a bias of 4) the gradient
        // arrives.
        // %%
        var start = Init.pytorch(rng).withType(DType.FLOAT64);
        var values = Sequence.of(rng.normal(DType.FLOAT64, 0, 1, 1, 100, 32));
        var open = start.withForgetBias(4);
        var elman = sizes(Recurrent.of(new ElmanCell(32, 64, start)), values);
        var gru = sizes(Recurrent.of(new GruCell(32, 64, start)), values);
        var lstm = sizes(Recurrent.of(new LstmCell(32, 64, start)), values);
        var keeping = sizes(Recurrent.of(new LstmCell(32, 64, open)), values);
        run.show(
                "gradients",
                LineChart.of("Gradient of the last output's sum", "by the state after step", "size")
                        .logarithmic()
                        .with("simple", elman)
                        .with("GRU", gru)
                        .with("LSTM", lstm)
                        .with("LSTM, open forget gate", keeping));
        var sizes = TextTable.of("network", "step 100", "step 50", "step 1");
        var names = List.of("simple", "GRU", "LSTM", "LSTM, open");
        var curves = List.of(elman, gru, lstm, keeping);
        for (int i = 0; i < names.size(); i++) {
            var size = curves.get(i);
            String half = "%.0e".formatted(size[49]);
            sizes =
                    sizes.row(
                            names.get(i),
                            "%.0e".formatted(size[99]),
                            half,
                            "%.0e".formatted(size[0]));
        }
        IO.println(sizes);
    }
}
