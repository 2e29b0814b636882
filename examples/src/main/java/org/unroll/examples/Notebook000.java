package org.unroll.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unroll.examples.support.Compare;
import org.unroll.examples.support.HeatMap;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// # 000: A network by hand, then the library's cells
///
/// The Java twin of a Polish notebook for PyTorch: "Uczenie głębokie, Wykład 7: Rekurencyjne Sieci
/// Neuronowe, Przykład (1): Wprowadzenie do Rekurencyjnych Sieci Neuronowych" by Szymon Zaporowski,
/// Politechnika Gdańska. It goes through the same steps in the same order, in our own words.
///
/// A recurrent network reads a sequence one step at a time. What it gave at one step goes into the
/// next, so it can remember. Here is the smallest one there is: a single neuron over two steps.
/// Then come several neurons, a cell of the library, and a class that keeps its state between
/// calls. Nothing is trained.
public final class Notebook000 implements Program {
    /// Ready to [#run].
    public Notebook000() {}

    @Override
    public void run(Run run) {
        run.heading("One neuron over two steps");
        oneNeuron(run);
        run.heading("Four neurons");
        fourNeurons(run);
        run.heading("A cell in a loop");
        cellInALoop(run);
        run.heading("A state that is kept between calls");
        keptState(run);
    }

    // %% [markdown]
    // ## One neuron over two steps
    //
    // The network has two matrices and a bias. `wx` weighs what comes in, `wy` weighs what the
    // network gave one step before, and tanh keeps the result between -1 and 1:
    //
    // $$Y_0 = \tanh(X_0 W_x + b) \qquad Y_1 = \tanh(Y_0 W_y + X_1 W_x + b)$$
    //
    // At the start both matrices are random, from a normal distribution, and the bias is zero.
    // %%
    private record BasicRnn(Tensor wx, Tensor wy, Tensor b) {
        static BasicRnn random(int inputs, int neurons, Rng rng) {
            return new BasicRnn(
                    rng.normal(DType.FLOAT32, 0, 1, inputs, neurons),
                    rng.normal(DType.FLOAT32, 0, 1, neurons, neurons),
                    Tensor.zeros(DType.FLOAT32, 1, neurons));
        }

        Tensor first(Tensor x0) {
            return x0.matmul(wx).plus(b).tanh(); // rows x neurons
        }

        Tensor next(Tensor y0, Tensor x1) {
            return y0.matmul(wy).plus(x1.matmul(wx)).plus(b).tanh(); // rows x neurons
        }
    }

    private static void oneNeuron(Run run) {
        // %% [markdown]
        // Four examples come in at once, as the rows of a matrix, each with four numbers. There
        // is one matrix for the first step and one for the second. With one neuron, each row
        // gives one number at each step.
        // %%
        var x0 = Tensor.of(new float[][] {{0, 1, 2, 0}, {3, 4, 5, 0}, {6, 7, 8, 0}, {9, 0, 1, 0}});
        var x1 = Tensor.of(new float[][] {{9, 8, 7, 0}, {0, 0, 0, 0}, {6, 5, 4, 0}, {3, 2, 1, 0}});

        var drawn = BasicRnn.random(4, 1, Rng.seeded(run.seed()));
        IO.println(drawn.first(x0));
        IO.println(drawn.next(drawn.first(x0), x1));
        // %% [markdown]
        // The notebook's weights were random too, and it does not print them. But they can be
        // found again from what it does print. At the second step the second row is all zeros,
        // so atanh(-0.9312) = wy · (-0.9635), and wy is 1.7305. Three rows of the first step
        // give three equations for the first three numbers of `wx`. The fourth number only ever
        // meets zeros, and may be anything.
        //
        // With these weights the network gives the notebook's eight numbers again. They are
        // rounded to four digits where tanh is nearly flat, so the weights are not exact
        // either.
        // %%
        var found =
                new BasicRnn(
                        Tensor.of(new float[] {-0.3115f, 0.6871f, -0.7613f, 0}, 4, 1),
                        Tensor.of(new float[] {1.7305f}, 1, 1),
                        Tensor.zeros(DType.FLOAT32, 1, 1));
        var y0 = found.first(x0);
        var y1 = found.next(y0, x1);
        IO.println(y0);
        IO.println(y1);

        var printed0 = Tensor.of(new float[] {-0.6834f, -0.9635f, -0.9963f, -0.9984f}, 4, 1);
        var printed1 = Tensor.of(new float[] {-0.9990f, -0.9312f, -0.9967f, -0.9673f}, 4, 1);
        double first = Compare.largestDifference(y0, printed0);
        double second = Compare.largestDifference(y1, printed1);
        IO.println("from the notebook's numbers: at most %.0e, %.0e".formatted(first, second));
    }

    private static void fourNeurons(Run run) {
        // %% [markdown]
        // ## Four neurons
        //
        // The same class with three inputs and four neurons; try other numbers of them. Now `wx`
        // is 3 x 4 and `wy` is 4 x 4: every neuron sees what all four gave before. Each step gives
        // a 4 x 4 matrix, one row for each example and one column for each neuron. (The
        // notebook's text says 4 x 5; what it prints is 4 x 4, as here. Two of its comments are
        // off as well: `Wy` is n x n, not 1 x n, and `b` is 1 x n, not 1 x 4.)
        // %%
        var rng = Rng.seeded(run.seed());
        var x0 = Tensor.of(new float[][] {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}, {9, 0, 1}});
        var x1 = Tensor.of(new float[][] {{9, 8, 7}, {0, 0, 0}, {6, 5, 4}, {3, 2, 1}});

        int neurons = 4;
        var four = BasicRnn.random(3, neurons, rng);
        var y0 = four.first(x0);
        var y1 = four.next(y0, x1);
        IO.println(y0);
        IO.println(y1);
        // %% [markdown]
        // Most numbers are close to -1 or 1: weights from a normal distribution are large for
        // inputs like these, and tanh is flat there. Such a network hardly learns, since its
        // gradients nearly vanish. That is why libraries begin with smaller weights.
        // %%
        var columns = IntStream.rangeClosed(1, neurons).mapToObj(i -> "neuron " + i).toList();
        var rows =
                List.of(
                        "first step, row 1",
                        "row 2",
                        "row 3",
                        "row 4",
                        "second step, row 1",
                        "row 2",
                        "row 3",
                        "row 4");
        var both = Tensor.concat(0, y0, y1);
        run.show("neurons", HeatMap.of("Four neurons, two steps", columns, rows, both, -1, 1));
        // %% [markdown]
        // This is the network of Elman (1990), and the library has it as a cell. The cell keeps
        // its matrices the other way round, `[neurons, inputs]`, as PyTorch does. Two things
        // are different from the notebook's class. Standard cells have two biases, as
        // PyTorch's; with `GateOptions.oneBias()` there is one. And the cell's matrices are
        // parameters: an optimizer can find and change them. In the notebook's class they are
        // no `nn.Parameter`, so that network has nothing to train.
        //
        // With the same weights both give the same.
        // %%
        var oneBias = ElmanOptions.standard().withGates(GateOptions.oneBias());
        var cell = new ElmanCell(3, neurons, oneBias, Init.pytorch(rng));
        cell.parameters()
                .load(
                        Map.of(
                                "weight_ih", four.wx().transposed(),
                                "weight_hh", four.wy().transposed(),
                                "bias", four.b().reshaped(neurons)));
        IO.println(cell + " with " + cell.parameters().names());

        var x = Sequence.timeFirst(Tensor.stack(0, x0, x1)); // two steps, four rows, three numbers
        var layer = Recurrent.of(cell);
        var outputs = layer.run(x, Mode.inference()).outputs().values();
        double difference = Compare.largestDifference(outputs, Tensor.stack(0, y0, y1));
        IO.println("largest difference: %.0e".formatted(difference));
    }

    private static void cellInALoop(Run run) {
        // %% [markdown]
        // ## A cell in a loop
        //
        // Writing out each step by hand would not do for long sequences. A cell makes one step,
        // and a loop makes as many as there are. The input has one more axis: two steps, four
        // rows, three numbers. The state before the first step is random here, as in the
        // notebook; zeros are more usual, and what `cell.initialState(4)` gives by itself.
        // %%
        var rng = Rng.seeded(run.seed());
        var x =
                Tensor.of(
                        new float[] {
                            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, // the first step
                            9, 8, 7, 0, 0, 0, 6, 5, 4, 3, 2, 1 // the second
                        },
                        2,
                        4,
                        3);
        var cell = new ElmanCell(3, 5, Init.pytorch(rng));
        var start = cell.initialState(4).drawn(Initializer.normal(0, 1), rng);

        var outputs = new ArrayList<Tensor>();
        var state = start;
        for (int time = 0; time < x.dim(0); time++) {
            var step = cell.step(x.select(0, time), state, StepContext.INFERENCE);
            state = step.state();
            outputs.add(step.output());
        }
        outputs.forEach(IO::println);
        // %% [markdown]
        // A layer makes the loop itself. It takes sequences of any length and any number of
        // rows, and runs faster, since it multiplies the inputs of all steps at once.
        // %%
        var layer = Recurrent.of(cell);
        var whole = layer.run(Sequence.timeFirst(x), start, Mode.inference());
        IO.println("outputs " + whole.outputs().values().shape());
        double loop = Compare.largestDifference(whole.outputs().values(), Tensor.stack(0, outputs));
        IO.println("largest difference to the loop: %.0e".formatted(loop));
    }

    // %% [markdown]
    // ## A state that is kept between calls
    //
    // The notebook ends with a class that has the cell and its state inside. Each call goes on
    // where the last one ended.
    //
    // The original always makes two steps (`range(2)`) and always takes four rows. Here the
    // number of steps comes from the input; the number of rows stays that of the state.
    // %%
    private static final class KeptStateRnn {
        final ElmanCell cell;
        HiddenState state;

        KeptStateRnn(int rows, int inputs, int neurons, Rng rng) {
            cell = new ElmanCell(inputs, neurons, Init.pytorch(rng));
            state = cell.initialState(rows).drawn(Initializer.normal(0, 1), rng);
        }

        List<Tensor> forward(Tensor x) {
            var outputs = new ArrayList<Tensor>();
            for (int time = 0; time < x.dim(0); time++) {
                var step = cell.step(x.select(0, time), state, StepContext.INFERENCE);
                state = step.state();
                outputs.add(step.output());
            }
            return outputs;
        }
    }

    private static void keptState(Run run) {
        // %% [markdown]
        // With the same seed it is the cell of the loop above that is drawn, and the same start,
        // so the first call gives the same outputs.
        // %%
        var x =
                Tensor.of(
                        new float[] {
                            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1, // the first step
                            9, 8, 7, 0, 0, 0, 6, 5, 4, 3, 2, 1 // the second
                        },
                        2,
                        4,
                        3);
        var model = new KeptStateRnn(4, 3, 5, Rng.seeded(run.seed()));
        var start = model.state;
        var outputs = model.forward(x);
        IO.println("outputs");
        outputs.forEach(IO::println);
        IO.println("state");
        IO.println(model.state.hidden());
        double apart = Compare.largestDifference(outputs.getLast(), model.state.hidden());
        IO.println("from the last output to the state: " + apart);
        // %% [markdown]
        // The state is the last output: of this cell they are one and the same. The notebook
        // calls its class once only. What it is for shows at a second call, which goes on from
        // the first: the same input gives another output.
        // %%
        var again = model.forward(x);
        double moved = Compare.largestDifference(outputs.getFirst(), again.getFirst());
        IO.println("the first outputs of both calls differ by up to %.2f".formatted(moved));
        // %% [markdown]
        // A state inside a class is easily forgotten: a new batch would go on from rows that it
        // has nothing to do with. And in PyTorch a kept state also keeps the graph of all
        // earlier calls, so that a second `backward` fails unless one detaches it. In this
        // library a layer keeps nothing: the state goes in and comes out.
        // %%
        var layer = Recurrent.of(model.cell);
        var one = layer.run(Sequence.timeFirst(x), start, Mode.inference());
        var two = layer.run(Sequence.timeFirst(x), one.finalState(), Mode.inference());
        double same = Compare.largestDifference(two.finalState().hidden(), model.state.hidden());
        IO.println("state in and out, after two calls: apart by %.0e".formatted(same));
        // %% [markdown]
        // Where a stream of values comes in one by one and something has to remember, there are
        // sessions. Each has the state of one stream, any number of them share one frozen
        // model. Here is one that follows the third row.
        // %%
        var session = layer.frozen().session(start.rows(2));
        session.run(x.select(1, 2));
        var live = session.run(x.select(1, 2));
        double row = Compare.largestDifference(live, Tensor.stack(0, again).select(1, 2));
        IO.println("session, %d steps: apart by %.0e".formatted(session.steps(), row));
        // %% [markdown]
        // The notebook closes by saying that PyTorch updates the weights by itself. No weight
        // has changed here or there: nothing was trained. How that is done comes in 003 and
        // 004.
    }
}
