package org.unroll.examples;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unroll.examples.support.Compare;
import org.unroll.examples.support.LineChart;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Layer;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// # 001: Networks from their equations, then the library's layers
///
/// The Java twin of a Serbian notebook for NumPy and PyTorch, "Rekurentne neuronske mreže" (no
/// author given). It goes through the same steps in the same order, in our own words.
///
/// A recurrent network reads a sequence one element at a time: words of a text, prices of a share.
/// At time t it sees the input $x_t$ and what it kept of everything before. The first half writes
/// four such networks from their equations, over 100 steps of 32 numbers, with 64 outputs. The
/// second half has the library do the same: cells for one step, layers for whole sequences.
///
/// The original gives no numbers that depend on its random weights, only shapes and counts; those
/// are the same here. Between the halves we check what it leaves open: that its equations and the
/// library's layers are the same networks.
public final class Notebook001 implements Program {
    /// Ready to [#run].
    public Notebook001() {}

    @Override
    public void run(Run run) {
        run.heading("The output fed back");
        var rng = outputFedBack(run);
        run.heading("A hidden state and an output layer");
        hiddenAndOutput(rng);
        run.heading("LSTM");
        lstm(rng);
        run.heading("GRU");
        gru(rng);
        run.heading("Are these the library's layers?");
        sameNumbers(rng);
        run.heading("Open and closed gates");
        gates(run, rng);
        run.heading("Cells");
        Notebook001Layers.cells(rng);
        run.heading("The simple layer");
        Notebook001Layers.simpleLayer(rng);
        run.heading("The LSTM layer");
        Notebook001Layers.lstmLayer(rng);
        run.heading("The GRU layer");
        Notebook001Layers.gruLayer(rng);
        run.heading("Gradients through a hundred steps");
        Notebook001Layers.gradients(run, rng);
    }

    // %% [markdown]
    // Each of the four networks is a record of its weights. It says how it runs by its
    // equations, and which layer of the library it is with the same weights.
    // %%
    private interface Equations {
        Tensor run(Tensor inputs);

        Layer layer(Init init);
    }

    // %% [markdown]
    // ## The output fed back
    //
    // The simplest recurrent network is a dense layer that sees its own last output beside the
    // input:
    //
    // $$o_t = \tanh(U x_t + V o_{t-1} + b)$$
    //
    // `U` is 64 x 32, `V` is 64 x 64, `b` has 64 numbers. Before the first step the output is
    // zero. The library's layer is Elman's with a single bias, whose state is its output.
    // (`JordanCell` would be another thing: it has hidden units as well.)
    // %%
    private record OutputFedBack(Tensor u, Tensor v, Tensor b) implements Equations {
        static OutputFedBack of(Initializer weights, Rng rng) {
            return new OutputFedBack(
                    weights.create(DType.FLOAT64, rng, 64, 32),
                    weights.create(DType.FLOAT64, rng, 64, 64),
                    weights.create(DType.FLOAT64, rng, 64));
        }

        @Override
        public Tensor run(Tensor inputs) {
            var outputs = new ArrayList<Tensor>();
            var output = Tensor.zeros(DType.FLOAT64, 1, 64);
            for (int time = 0; time < inputs.dim(0); time++) {
                var x = inputs.slice(0, time, time + 1); // 1 x 32
                output = x.matmulTransposed(u).plus(output.matmulTransposed(v)).plus(b).tanh();
                outputs.add(output);
            }
            return Tensor.concat(0, outputs);
        }

        @Override
        public Layer layer(Init init) {
            var oneBias = ElmanOptions.standard().withGates(GateOptions.oneBias());
            var layer = Recurrent.of(new ElmanCell(32, 64, oneBias, init));
            layer.parameters().load(Map.of("weight_ih", u, "weight_hh", v, "bias", b));
            return layer;
        }
    }

    private static Rng outputFedBack(Run run) {
        // %% [markdown]
        // Everything is drawn evenly from 0 to 1, inputs and weights alike, in 64-bit numbers
        // as NumPy has them. The seed is ours: no other random generator gives NumPy's numbers.
        // %%
        var rng = Rng.seeded(run.seed());
        var inputs = rng.uniform(DType.FLOAT64, 0, 1, 100, 32);
        var outputs = OutputFedBack.of(Initializer.uniform(0, 1), rng).run(inputs);
        IO.println(outputs.dim(0));
        IO.println(outputs.shape());
        // %% [markdown]
        // One output for each step: 100 steps by 64 outputs. (The original's text calls this
        // "input_size x output_size"; it means steps by outputs.)
        return rng;
    }

    // %% [markdown]
    // ## A hidden state and an output layer
    //
    // Usually what is kept is not the output itself. A hidden layer keeps 32 numbers, and the
    // output is made of them:
    //
    // $$h_t = \tanh(U x_t + V h_{t-1} + b_1) \qquad o_t = \tanh(W h_t + b_2)$$
    //
    // In the library this is a layer and two more on top of it, which work on each step by
    // itself.
    // %%
    private record HiddenAndOutput(Tensor u, Tensor v, Tensor b1, Tensor w, Tensor b2)
            implements Equations {
        static HiddenAndOutput of(Initializer weights, Rng rng) {
            return new HiddenAndOutput(
                    weights.create(DType.FLOAT64, rng, 32, 32),
                    weights.create(DType.FLOAT64, rng, 32, 32),
                    weights.create(DType.FLOAT64, rng, 32),
                    weights.create(DType.FLOAT64, rng, 64, 32),
                    weights.create(DType.FLOAT64, rng, 64));
        }

        @Override
        public Tensor run(Tensor inputs) {
            var outputs = new ArrayList<Tensor>();
            var h = Tensor.zeros(DType.FLOAT64, 1, 32);
            for (int time = 0; time < inputs.dim(0); time++) {
                var x = inputs.slice(0, time, time + 1);
                h = x.matmulTransposed(u).plus(h.matmulTransposed(v)).plus(b1).tanh();
                outputs.add(h.matmulTransposed(w).plus(b2).tanh());
            }
            return Tensor.concat(0, outputs);
        }

        @Override
        public Layer layer(Init init) {
            var oneBias = ElmanOptions.standard().withGates(GateOptions.oneBias());
            var hidden = Recurrent.of(new ElmanCell(32, 32, oneBias, init));
            var output = new Linear(32, 64, init);
            hidden.parameters().load(Map.of("weight_ih", u, "weight_hh", v, "bias", b1));
            output.parameters().load(Map.of("weight", w, "bias", b2));
            return Sequential.of(hidden, output, Activation.TANH);
        }
    }

    private static void hiddenAndOutput(Rng rng) {
        // %%
        var sequence = rng.uniform(DType.FLOAT64, 0, 1, 100, 32);
        var made = HiddenAndOutput.of(Initializer.uniform(0, 1), rng).run(sequence);
        IO.println(made.dim(0));
        IO.println(made.shape());
    }

    // %% [markdown]
    // ## LSTM
    //
    // A long short-term memory has a second state beside h, the cell state c, and three gates
    // between 0 and 1. The forget gate says how much of c stays, the input gate how much of the
    // new candidate comes in, and the output gate how much of c is shown:
    //
    // $$f = \sigma(W_f x + U_f h + b_f) \quad i = \sigma(W_i x + U_i h + b_i) \quad
    // o = \sigma(W_o x + U_o h + b_o)$$
    // $$\tilde c = \tanh(W_c x + U_c h + b_c) \qquad c' = f \circ c + i \circ \tilde c \qquad
    // h' = o \circ \tanh(c')$$
    //
    // A `Gate` is one set of weights. The original writes the gates in the order f, i, o, c.
    // The library, like PyTorch, keeps all four in one matrix in the order i, f, c, o; `layer`
    // puts them there.
    // %%
    private record Gate(Tensor w, Tensor u, Tensor b) {
        static Gate of(Initializer weights, Rng rng) {
            return new Gate(
                    weights.create(DType.FLOAT64, rng, 64, 32),
                    weights.create(DType.FLOAT64, rng, 64, 64),
                    weights.create(DType.FLOAT64, rng, 64));
        }

        Tensor sum(Tensor x, Tensor h) {
            return x.matmulTransposed(w).plus(h.matmulTransposed(u)).plus(b);
        }

        static Map<String, Tensor> weights(Gate... gates) {
            return Map.of(
                    "weight_ih", joined(Gate::w, gates),
                    "weight_hh", joined(Gate::u, gates),
                    "bias", joined(Gate::b, gates));
        }

        static Tensor joined(Function<Gate, Tensor> part, Gate... gates) {
            return Tensor.concat(0, List.of(gates).stream().map(part).toList());
        }
    }

    // %%
    private record EquationLstm(Gate f, Gate i, Gate o, Gate c) implements Equations {
        static EquationLstm of(Initializer weights, Rng rng) {
            return new EquationLstm(
                    Gate.of(weights, rng),
                    Gate.of(weights, rng),
                    Gate.of(weights, rng),
                    Gate.of(weights, rng));
        }

        @Override
        public Tensor run(Tensor inputs) {
            var outputs = new ArrayList<Tensor>();
            var cell = Tensor.zeros(DType.FLOAT64, 1, 64);
            var h = Tensor.zeros(DType.FLOAT64, 1, 64);
            for (int time = 0; time < inputs.dim(0); time++) {
                var x = inputs.slice(0, time, time + 1);
                var forget = f.sum(x, h).sigmoid();
                var input = i.sum(x, h).sigmoid();
                var output = o.sum(x, h).sigmoid();
                var candidate = c.sum(x, h).tanh();
                cell = forget.times(cell).plus(input.times(candidate));
                h = output.times(cell.tanh());
                outputs.add(h);
            }
            return Tensor.concat(0, outputs);
        }

        @Override
        public Recurrent<LstmState> layer(Init init) {
            var oneBias = LstmOptions.standard().withGates(GateOptions.oneBias());
            var layer = Recurrent.of(new LstmCell(32, 64, oneBias, init));
            layer.parameters().load(Gate.weights(i, f, c, o));
            return layer;
        }
    }

    private static void lstm(Rng rng) {
        // %% [markdown]
        // The inputs come from a normal distribution from here on. The original prints nothing
        // of this network; its outputs are 100 x 64 too. (In Python its loop variable is called
        // `input`, which hides the built-in function of that name.)
        // %%
        var normal = rng.normal(DType.FLOAT64, 0, 1, 100, 32);
        IO.println(EquationLstm.of(Initializer.uniform(0, 1), rng).run(normal).shape());
    }

    // %% [markdown]
    // ## GRU
    //
    // A gated recurrent unit does with one state and two gates. The reset gate r says how much
    // of the state the candidate sees, the update gate z how much of the candidate is taken:
    //
    // $$z = \sigma(W_z x + U_z h + b_z) \quad r = \sigma(W_r x + U_r h + b_r) \quad
    // \tilde h = \tanh(W_h x + U_h (r \circ h) + b_h)$$
    // $$h' = (1 - z) \circ h + z \circ \tilde h$$
    //
    // Mind the last line. Here z takes the candidate; in PyTorch, and further down in the
    // original itself, z keeps the state. And here r comes before the product with `U_h`, in
    // PyTorch after it. The library has both as options. Its order of gates is r, z, candidate.
    // %%
    private record EquationGru(Gate r, Gate z, Gate h) implements Equations {
        static EquationGru of(Initializer weights, Rng rng) {
            return new EquationGru(
                    Gate.of(weights, rng), Gate.of(weights, rng), Gate.of(weights, rng));
        }

        @Override
        public Tensor run(Tensor inputs) {
            var outputs = new ArrayList<Tensor>();
            var state = Tensor.zeros(DType.FLOAT64, 1, 64);
            for (int time = 0; time < inputs.dim(0); time++) {
                var x = inputs.slice(0, time, time + 1);
                var update = z.sum(x, state).sigmoid();
                var reset = r.sum(x, state).sigmoid();
                var candidate = h.sum(x, reset.times(state)).tanh();
                var kept = update.negated().plus(1).times(state);
                state = kept.plus(update.times(candidate));
                outputs.add(state);
            }
            return Tensor.concat(0, outputs);
        }

        @Override
        public Recurrent<HiddenState> layer(Init init) {
            var options =
                    GruOptions.paper()
                            .withUpdate(GruOptions.Update.TAKES_CANDIDATE)
                            .withGates(GateOptions.oneBias());
            var layer = Recurrent.of(new GruCell(32, 64, options, init));
            layer.parameters().load(Gate.weights(r, z, h));
            return layer;
        }
    }

    private static void gru(Rng rng) {
        // %%
        var drawn = rng.normal(DType.FLOAT64, 0, 1, 100, 32);
        IO.println(EquationGru.of(Initializer.uniform(0, 1), rng).run(drawn).shape());
    }

    private static void sameNumbers(Rng rng) {
        // %% [markdown]
        // ## Are these the library's layers?
        //
        // Each network once by its equations and once as a layer with the same weights. First
        // with the weights of the original, from 0 to 1: they are all positive, so the sums
        // under the gates are large, and nearly every output is 1 whatever the equations say.
        // That proves little. Then with weights from a normal distribution of deviation 0.1,
        // where outputs lie in between. The last column is the share of outputs beyond 0.999,
        // up or down.
        // %%
        var table = TextTable.of("network", "weights", "largest difference", "beyond 0.999");
        var init = Init.pytorch(rng.fork("replaced")).withType(DType.FLOAT64);
        var even = Initializer.uniform(0, 1);
        var small = Initializer.normal(0, 0.1);
        for (String kind : List.of("0 to 1", "N(0, 0.1)")) {
            var weights = kind.equals("0 to 1") ? even : small;
            var networks =
                    List.of(
                            OutputFedBack.of(weights, rng),
                            HiddenAndOutput.of(weights, rng),
                            EquationLstm.of(weights, rng),
                            EquationGru.of(weights, rng));
            for (var network : networks) {
                var x = rng.normal(DType.FLOAT64, 0, 1, 100, 32);
                var byHand = network.run(x);
                var batch = Sequence.of(x.unsqueezed(0)); // one row
                var byLayer = network.layer(init).forward(batch, Mode.inference()).values();
                double apart = Compare.largestDifference(byHand, byLayer.squeezed(0));
                double beyond = byHand.abs().greaterThan(0.999).mean().item();
                table =
                        table.row(
                                network.getClass().getSimpleName(),
                                kind,
                                "%.0e".formatted(apart),
                                "%.0f %%".formatted(100 * beyond));
            }
        }
        IO.println(table);
        // %% [markdown]
        // And PyTorch's GRU? With the same weights it is another network, since z is on the
        // other side and r comes later. The library's GRU without options is PyTorch's.
        // %%
        var textbook = EquationGru.of(small, rng);
        var pytorch = Recurrent.of(new GruCell(32, 64, init));
        var weights = new HashMap<>(Gate.weights(textbook.r(), textbook.z(), textbook.h()));
        weights.put("bias_ih", weights.remove("bias"));
        weights.put("bias_hh", Tensor.zeros(DType.FLOAT64, 3 * 64));
        pytorch.parameters().load(weights);
        var line = rng.normal(DType.FLOAT64, 0, 1, 100, 32);
        var other = pytorch.forward(Sequence.of(line.unsqueezed(0)), Mode.inference()).values();
        double far = Compare.largestDifference(textbook.run(line), other.squeezed(0));
        IO.println("the two kinds of GRU differ by up to %.2f".formatted(far));
    }

    private static void gates(Run run, Rng rng) {
        // %% [markdown]
        // ## Open and closed gates
        //
        // Why the first weights prove little can be seen: a layer can be asked for its gates.
        // Here is the mean of the 64 units of each gate, step by step. With weights from 0 to 1
        // all gates are wide open after a few steps, and stay so; with small ones they move
        // around one half.
        // %%
        var chart = LineChart.of("Gates of the LSTM, mean of 64 units", "step", "open");
        var inputs = Sequence.of(rng.normal(DType.FLOAT64, 0, 1, 1, 100, 32));
        for (var kind : List.of("0 to 1", "N(0, 0.1)")) {
            boolean even = kind.equals("0 to 1");
            var start = even ? Initializer.uniform(0, 1) : Initializer.normal(0, 0.1);
            var lstm = EquationLstm.of(start, rng).layer(Init.pytorch(rng).withType(DType.FLOAT64));
            var seen = lstm.observe(inputs, lstm.initialState(1), Mode.inference());
            for (var gate : List.of("forgetGate", "inputGate", "outputGate")) {
                var open = seen.of(gate).values(); // 1 x 100 x 64
                double wide = open.greaterThan(0.999).mean().item();
                IO.println("%s, %s: %.0f %% above 0.999".formatted(kind, gate, 100 * wide));
                chart = chart.with(gate + ", " + kind, open.mean(2).toDoubles());
            }
        }
        run.show("gates", chart);
    }
}
