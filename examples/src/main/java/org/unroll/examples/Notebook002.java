package org.unroll.examples;

import java.util.ArrayList;
import org.unroll.datasets.Dataset;
import org.unroll.examples.digits.DigitModel;
import org.unroll.examples.digits.DigitTraining;
import org.unroll.examples.digits.DrawnDigits;
import org.unroll.examples.support.ImageGrid;
import org.unroll.formats.idx.LabelledImages;
import org.unroll.nn.Activation;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.RmsPropOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.State;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// # 002: Digits, read row by row
///
/// The Java twin of a Polish notebook for TensorFlow 2 and Keras: "Elementy Inteligencji
/// Obliczeniowej - Sieci Neuronowe" by Jakub Bednarek, Politechnika Poznańska. It goes through the
/// same steps in the same order, in our own words.
///
/// An image of a handwritten digit has 28 rows of 28 pixels. Here it is a sequence: a recurrent
/// network reads one row after the other, from top to bottom, and after the last one says which
/// digit it was. The notebook begins with an LSTM of Keras and has five tasks: put a second one on
/// top, make the steps in a loop of one's own with a simple cell and with an LSTM cell, and write
/// two cells by oneself.
///
/// Two things are missing in the original. It has images for testing and never uses them, and of
/// all its trainings nothing is kept but "Epoch 1/2" and "Epoch 2/2": no loss, no accuracy. And its
/// last cell, meant to be an LSTM, is a GRU. Here all networks are tried on the 10,000 images they
/// have not seen, and there are two more: a true LSTM written by hand, and the library's with tanh.
///
/// The images are MNIST's, which `./unroll data mnist` fetches. With `--quick` (in a notebook with
/// `UNROLL_QUICK=1`) there are digits drawn from Java's fonts instead, a few thousand.
public final class Notebook002 implements Program {
    /// Ready to [#run].
    public Notebook002() {}

    @Override
    public void run(Run run) {
        run.heading("Images");
        var training = images(run);
        run.heading("An LSTM with relu");
        lstm(training);
        run.heading("Task 1: two LSTMs");
        stacked(training);
        run.heading("Task 2: a simple cell in a loop");
        Notebook002Cells.simpleCell(run, training);
        run.heading("Task 3: an LSTM cell in a loop");
        Notebook002Cells.lstmCell(training);
        run.heading("Task 4: a simple cell of one's own");
        Notebook002Cells.ownCell(run, training);
        run.heading("Task 5: a gated cell of one's own");
        Notebook002Cells.ownGated(run, training);
        run.heading("A true LSTM by hand");
        Notebook002Cells.ownLstm(run, training);
        run.heading("The LSTM with tanh");
        Notebook002Results.tanh(training);
        run.heading("All networks");
        Notebook002Results.table(training);
        Notebook002Results.curves(run, training);
        run.heading("What is taken for what");
        Notebook002Results.mistakes(run, training);
    }

    private static DigitTraining images(Run run) {
        // %% [markdown]
        // ## Images
        //
        // 60,000 images to learn from and 10,000 to test with, each 28 x 28 pixels from 0 to 1, and
        // the digit that each one shows.
        // %%
        boolean drawn = run.quick();
        var train =
                drawn ? DrawnDigits.of(1500, 1) : LabelledImages.train(run.data(Dataset.mnist()));
        var test = drawn ? DrawnDigits.of(500, 2) : LabelledImages.test(run.data(Dataset.mnist()));
        IO.println(train.size() + " images to learn from, " + test.size() + " to test with");
        IO.println("the first three: " + train.pixels(0, 1, 2).shape());
        // %% [markdown]
        // The network is to give ten probabilities. So the targets are ten numbers as well: 1 for
        // the digit that is shown, 0 for the others. This is called one-hot.
        // %%
        IO.println(train.labels(0, 1, 2));
        IO.println(train.labels(0, 1, 2).oneHot(10, DType.FLOAT32));
        // %%
        var tiles = new ArrayList<ImageGrid.Tile>();
        for (int i = 0; i < 20; i++) {
            var digit = Integer.toString(train.label(i));
            tiles.add(new ImageGrid.Tile(28, 28, train.image(i), digit, ImageGrid.Mark.NONE));
        }
        run.show("images", new ImageGrid("The first twenty images", 10, tiles));
        // %% [markdown]
        // Every network is trained like this: batches of 32, all images twice, in another order
        // each time, as Keras's `fit` does; cross entropy; and the optimizer RMSprop, which divides
        // each gradient by the root of a running mean of its squares.
        //
        // Which RMSprop? When the notebook was written, TensorFlow computed
        // $g / (\sqrt{s} + \epsilon)$ with $\epsilon = 10^{-7}$, and so does PyTorch. Keras 3 has
        // $g / \sqrt{s + \epsilon}$, which is not the same: $\sqrt{10^{-7}}$ is 0.0003, not small
        // beside these gradients. The library has both. The notebook's is the first.
        // %%
        var rmsprop = RmsPropOptions.of(0.001).withAlpha(0.9).withEpsilon(1e-7);
        var training = DigitTraining.of(run, train, test, 2, rmsprop);
        return training;
    }

    // %% [markdown]
    // ## An LSTM with relu
    //
    // The model has two parts. A recurrent layer reads the rows and hands on its last output, 128
    // numbers. A dense layer makes ten of them. The softmax that Keras has as the activation of the
    // last layer belongs to the cross entropy here: the numbers are the same, and no logarithm is
    // taken of a probability that was rounded to zero.
    //
    // `logits` takes any number of images. It could draw a random `start`, but this model begins
    // with zeros.
    // %%
    record RowReader<S extends State<S>>(RecurrentLayer<S> layer, Linear dense)
            implements DigitModel {
        @Override
        public Tensor logits(Tensor images, Mode mode, Rng start) {
            var last = layer.read(Sequence.of(images), mode).output(); // images x 128
            return dense.forward(last, mode); // images x 10
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(
                    layer.parameters().under("layer"), dense.parameters().under("dense"));
        }

        @Override
        public boolean startsAtRandom() {
            return false;
        }
    }

    private static void lstm(DigitTraining training) {
        // %% [markdown]
        // `LSTM(128, activation='relu')`: in Keras this replaces both tanh of the LSTM, that of the
        // candidate and that of the cell state; the gates stay sigmoids. Keras has one bias. Its
        // first numbers are another matter than PyTorch's: Glorot's for the input's weights, an
        // orthogonal matrix for the state's, zeros for the biases but for the forget gate's, which
        // is 1, so that the network does not forget too early. `DigitTraining` hands out
        // `Init.keras`.
        //
        // With relu nothing keeps the cell state below 1. It can grow from step to step, and so can
        // the gradients; a training may end in numbers that are not finite. With `--seeds` such
        // cases are counted.
        // %%
        var relu =
                LstmOptions.standard()
                        .withActivations(
                                LstmActivations.standard().withCandidateAndCell(Activation.RELU))
                        .withGates(GateOptions.oneBias());
        var lstm =
                training.fit(
                        "LSTM, relu",
                        init -> {
                            var layer = Recurrent.of(new LstmCell(28, 128, relu, init));
                            return new RowReader<>(layer, new Linear(128, 10, init));
                        });
        IO.println(lstm.parameters() + " parameters");
    }

    private static void stacked(DigitTraining training) {
        // %% [markdown]
        // ## Task 1: two LSTMs
        //
        // The second LSTM reads what the first one gives at every step. In Keras the first one
        // needs `return_sequences=True` for that, since a layer hands on its last output only. A
        // stack of the library knows.
        // %%
        var kind =
                LstmOptions.standard()
                        .withActivations(
                                LstmActivations.standard().withCandidateAndCell(Activation.RELU))
                        .withGates(GateOptions.oneBias());
        var two =
                training.fit(
                        "two LSTMs, relu",
                        init -> {
                            var options = RecurrentOptions.of(28, 128).withLayers(2);
                            var stack = RecurrentStack.lstm(options, kind, init);
                            return new RowReader<>(stack, new Linear(128, 10, init));
                        });
        IO.println(two.parameters() + " parameters");
    }
}
