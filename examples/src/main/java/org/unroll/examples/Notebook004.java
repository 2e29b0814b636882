package org.unroll.examples;

import java.util.ArrayList;
import org.unroll.examples.support.Compare;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// # 004: Cats and dogs, told apart by their names
///
/// The Java twin of a Russian notebook for PyTorch: "Введение в рекуррентные нейронные сети" by N.
/// V. Blokhin (Н. В. Блохин), Financial University. It goes through the same steps in the same
/// order, in our own words.
///
/// First come one step of a cell, a layer, and a network of one's own made of the cell. Then the
/// task: the notebook has a list of names that people in Russia give to their pets, and wants to
/// know from the letters of a name whether its bearer is a dog (собака) or a cat (кошка). An own
/// network, a simple recurrent layer, an LSTM and a GRU are compared.
///
/// None of the notebook's four networks learns much. We run them as they were, then as they were
/// meant to be, and then with settings that work.
public final class Notebook004 implements Program {
    /// Ready to [#run].
    public Notebook004() {}

    @Override
    public void run(Run run) {
        run.heading("One step");
        oneStep(run);
        run.heading("A layer");
        wholeLayer(run);
        run.heading("A network of our own, in two layouts");
        ownNetwork(run);
        run.heading("Names of pets");
        var table = Notebook004Pets.read(run);
        var names = Notebook004Pets.firstLabels(table);
        var vocabulary = Notebook004Pets.vocabulary(run, names);
        run.heading("The names as numbers");
        Notebook004Pets.dataset(run, names, vocabulary);
        run.heading("Our own network learns");
        Notebook004Training.own(run, names);
        run.heading("Four networks, as executed");
        var executed = Notebook004Training.asExecuted(run, names);
        run.heading("Four networks, as meant");
        var cleaned = Notebook004Training.cleaned(table);
        var meant = Notebook004Training.asMeant(run, cleaned);
        run.heading("Settings that work");
        var working = Notebook004Working.reports(run, cleaned);
        run.heading("Side by side");
        Notebook004Working.pictures(run, executed, meant, working);
        run.heading("What the gates do");
        Notebook004Working.gates(run, cleaned);
        run.heading("More than one seed");
        Notebook004Working.seeds(run, names, cleaned, executed, meant, working);
    }

    private static void oneStep(Run run) {
        // %% [markdown]
        // ## One step
        //
        // A simple recurrent layer (Elman, 1990) makes its new state from the input and the state
        // before:
        //
        // $$h' = \tanh(W_{ih} x + b_{ih} + W_{hh} h + b_{hh})$$
        //
        // Here come 16 sequences of 8 steps with 32 numbers each, and a cell of 10 units. The
        // notebook's loop goes over the steps but ends with `break` after the first, since one step
        // is what it wants to show. (After that it makes other input, steps first, and a second
        // cell, and uses neither.)
        // %%
        var rng = Rng.seeded(run.seed());
        var init = Init.pytorch(rng);
        var x = rng.uniform(DType.FLOAT32, 0, 1, 16, 8, 32); // rows, steps, numbers
        var cell = new ElmanCell(32, 10, init);

        var h = cell.initialState(16);
        for (int time = 0; time < x.dim(1); time++) {
            h = cell.step(x.select(1, time), h, StepContext.INFERENCE).state();
            break;
        }
        IO.println(h.hidden().shape());
    }

    private static void wholeLayer(Run run) {
        // %% [markdown]
        // ## A layer
        //
        // A layer reads whole sequences. It gives the outputs of all steps, and the state after the
        // last. In PyTorch the state has one more axis, for layers on top of each other; here each
        // layer's state stands for itself.
        // %%
        var rng = Rng.seeded(run.seed());
        var layer = RecurrentStack.elman(RecurrentOptions.of(32, 10), Init.pytorch(rng));
        var x = Sequence.of(rng.uniform(DType.FLOAT32, 0, 1, 16, 8, 32));

        var whole = layer.run(x, Mode.inference());
        var o = whole.outputs().values();
        var h = whole.finalState().last().hidden();
        IO.println("outputs " + o.shape() + ", state " + h.shape());
        // %% [markdown]
        // The output of the last step is the state: the same ten numbers, for every sequence.
        // %%
        IO.println(o.select(0, 0).select(0, 7));
        IO.println(h.select(0, 0));
        IO.println("apart by " + Compare.largestDifference(o.select(1, 7), h));
    }

    // %% [markdown]
    // ## A network of our own, in two layouts
    //
    // Tasks 1 and 2: write a simple recurrent network as a class around the cell. It should take
    // rows first (row, step, feature) as well as steps first (step, row, feature), and the last
    // output should equal the state.
    //
    // The notebook's class turns steps-first input round, and always gives its outputs steps first.
    // So with `batch_first=True` the input is `[16, 8, 32]` and the output `[8, 16, 10]`: not what
    // PyTorch's own layers do. Here the output has the layout of the input.
    // %%
    /// A simple recurrent network, as a loop over its cell.
    record Rnn(ElmanCell cell, Layout layout) {
        /// The outputs of all steps, and the state after the last.
        record Result(Tensor output, Tensor h) {}

        static Rnn of(int inputs, int units, Layout layout, Init init) {
            return new Rnn(new ElmanCell(inputs, units, init), layout);
        }

        Result forward(Tensor x) {
            var outputs = new ArrayList<Tensor>();
            HiddenState h = cell.initialState(x.dim(layout.rowAxis()));
            for (int time = 0; time < x.dim(layout.timeAxis()); time++) {
                h = cell.step(x.select(layout.timeAxis(), time), h, StepContext.INFERENCE).state();
                outputs.add(h.hidden());
            }
            return new Result(Tensor.stack(layout.timeAxis(), outputs), h.hidden());
        }
    }

    private static void ownNetwork(Run run) {
        // %% [markdown]
        // Rows first: 16 rows, 8 steps, 32 numbers.
        // %%
        var rng = Rng.seeded(run.seed());
        var rnn = Rnn.of(32, 10, Layout.BATCH_FIRST, Init.pytorch(rng));
        var x1 = rng.uniform(DType.FLOAT32, 0, 1, 16, 8, 32);
        var one = rnn.forward(x1);
        IO.println("output " + one.output().shape() + ", h " + one.h().shape());
        var last1 = one.output().select(1, 7);
        IO.println("the last output is h: " + (Compare.largestDifference(last1, one.h()) == 0));
        // %% [markdown]
        // Steps first: 8 steps, 16 rows, 32 numbers. The task asks for both shapes; the notebook
        // does not print them here.
        // %%
        var stepsFirst = Rnn.of(32, 10, Layout.TIME_FIRST, Init.pytorch(rng));
        var x2 = rng.uniform(DType.FLOAT32, 0, 1, 8, 16, 32);
        var two = stepsFirst.forward(x2);
        IO.println("output " + two.output().shape() + ", h " + two.h().shape());
        var last2 = two.output().select(0, 7);
        IO.println("the last output is h: " + (Compare.largestDifference(last2, two.h()) == 0));
        // %% [markdown]
        // The library's layer over the same two cells gives the same.
        // %%
        var layer1 = Recurrent.of(rnn.cell()).run(Sequence.of(x1), Mode.inference());
        var layer2 = Recurrent.of(stepsFirst.cell()).run(Sequence.timeFirst(x2), Mode.inference());
        double apart1 = Compare.largestDifference(layer1.outputs().values(), one.output());
        double apart2 = Compare.largestDifference(layer2.outputs().values(), two.output());
        IO.println("from the library's layer: %.0e, %.0e".formatted(apart1, apart2));
    }
}
