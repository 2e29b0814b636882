package org.unroll.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.unroll.data.Vocabulary;
import org.unroll.datasets.Dataset;
import org.unroll.examples.Notebook003Learning.Trained;
import org.unroll.examples.support.Spread;
import org.unroll.examples.support.TextTable;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.text.TextSource;

/// # 003: Names of plants, written character by character
///
/// The Java twin of an English notebook with Polish control questions for PyTorch, "Recurrent
/// Neural Network (RNN)" (no author given; it takes its data from the repository
/// `Argenni/GUiAO_lab`). It goes through the same steps in the same order, in our own words.
///
/// A recurrent network reads a text one character at a time. After each it says how likely every
/// character is to come next. Whoever draws one of them by these odds, gives it back to the network
/// as the next input, and goes on, has the network write. Here it learns from 34,781 scientific
/// names of plants, and writes new ones.
///
/// The original begins with theory: a recurrent network can make one thing of a sequence, a
/// sequence of one thing, or a sequence of another (`./unroll examples kinds-of-task` shows all
/// three), and gradients that vanish or explode are why there are gates. It says so and does not
/// show it. Our second half measures it, and adds what the training lacks: names that it has not
/// seen, to test with, clipped gradients, and a network that learns more in the same time. The
/// control questions are answered in `docs/concepts/why-gates.md`.
public final class Notebook003 implements Program {
    /// Ready to [#run].
    public Notebook003() {}

    @Override
    public void run(Run run) {
        run.heading("The text");
        var text = text(run);
        run.heading("Two dictionaries");
        var vocabulary = dictionaries(text);
        run.heading("The text in numbers");
        encoded(text, vocabulary);
        run.heading("Names held back");
        var parts = heldBack(run, text, vocabulary);
        run.heading("Before training");
        var rng = untrained(run, vocabulary);
        run.heading("Training");
        var first = Notebook003Learning.training(run, vocabulary, parts, rng);
        run.heading("A better network in the same time");
        var better = Notebook003LearningMore.better(run, vocabulary, parts, first, rng);
        run.heading("Gates over a name");
        Notebook003LookingInside.gates(run, vocabulary, better);
        run.heading("Gradients that vanish");
        Notebook003LookingInside.gradients(run, rng);
        if (run.seeds() > 1) {
            again(run, vocabulary, parts, first, better);
        }
    }

    /// With `--seeds`: everything again with others, as means and deviations.
    private void again(Run run, Vocabulary vocabulary, Parts parts, Trained first, Trained better) {
        String title = "Over %d seeds".formatted(run.seeds());
        run.heading(title);
        double[][] results = new double[3][run.seeds()];
        for (int i = 0; i < run.seeds(); i++) {
            var seeded = Rng.seeded(run.seed() + i);
            var one =
                    i == 0
                            ? first
                            : Notebook003Learning.asInTheNotebook(
                                    run, 0, vocabulary, parts, seeded);
            var other =
                    i == 0
                            ? better
                            : Notebook003LearningMore.smaller(run, 0, vocabulary, parts, seeded);
            results[0][i] = one.lastHundred();
            results[1][i] = one.held()[one.held().length - 1];
            results[2][i] = other.held()[other.held().length - 1];
        }
        int rounds = run.quickOr(150, 400);
        var right = new TreeMap<String, double[]>();
        for (int i = 0; i < run.seeds(); i++) {
            for (var memory :
                    Notebook003LookingInside.memories(rounds, Rng.seeded(run.seed() + i))) {
                right.computeIfAbsent(memory.name(), name -> new double[run.seeds()])[i] =
                        100 * memory.right();
            }
        }
        var letters = TextTable.of("network", "right letters, %");
        for (var entry : right.entrySet()) {
            letters = letters.row(entry.getKey(), Spread.of(entry.getValue()));
        }
        IO.println(letters);
        IO.println(
                TextTable.of("network", "nats per character")
                        .row("as in the notebook, last 100 iterations", Spread.of(results[0]))
                        .row("as in the notebook, names held back", Spread.of(results[1]))
                        .row("the better one, names held back", Spread.of(results[2])));
    }

    private static String text(Run run) {
        // %% [markdown]
        // ## The text
        //
        // Each line of `plants.data` is a name and the places where the plant grows, separated by
        // commas. Only the names are wanted, each with a line end behind. (The original joins them
        // by `sum(lists, [])`, which copies the whole text again for each of them.) `./unroll data
        // plants` fetches the file. The quick run has 900 names of another list instead, which
        // comes with Unroll.
        // %%
        TextSource source;
        if (run.quick()) {
            source = TextSource.read(run.sample("botanical-names.txt"));
        } else {
            var file = run.data(Dataset.plants()).resolve("plants.data");
            source = TextSource.column(file, 1, ',');
        }
        var text = source.text();
        var characters = text.chars().distinct().sorted().mapToObj(Character::toString).toList();
        IO.println("the first 20: " + text.substring(0, 20).replace("\n", "\\n"));
        IO.println("characters:   " + String.join("", characters).replace("\n", "\\n"));
        IO.println("there are %d different ones".formatted(characters.size()));
        return text;
    }

    private static Vocabulary dictionaries(String text) {
        // %% [markdown]
        // ## Two dictionaries
        //
        // A network reads numbers. One dictionary leads from a character to its number, the other
        // one back. The characters are numbered in their order, so the line end has 0, the space 1.
        // %%
        var charToNum = new TreeMap<String, Integer>();
        text.chars()
                .distinct()
                .sorted()
                .mapToObj(Character::toString)
                .forEach(character -> charToNum.put(character, charToNum.size()));
        var numToChar = new TreeMap<Integer, String>();
        charToNum.forEach((character, number) -> numToChar.put(number, character));
        IO.println(charToNum.toString().replace("\n", "\\n"));
        IO.println(numToChar.toString().replace("\n", "\\n"));
        // %% [markdown]
        // The library has both in one object. There is no number for characters it does not know,
        // and none for padding: nothing needs them here.
        // %%
        var vocabulary = Vocabulary.ofCharacters(List.of(text));
        IO.println("the same: " + vocabulary.tokens().equals(List.copyOf(numToChar.values())));
        return vocabulary;
    }

    private static void encoded(String text, Vocabulary vocabulary) {
        // %% [markdown]
        // ## The text in numbers
        //
        // (The original then adds an axis, for a batch of one. Here that comes with the crops.)
        // %%
        var whole = vocabulary.encode(text);
        IO.println(Arrays.toString(Arrays.copyOf(whole, 20)));
        IO.println("%,d characters".formatted(whole.length));
    }

    // %% [markdown]
    // ## Names held back
    //
    // A step of our own. The original learns from the whole text, so nothing is left to test with:
    // whether a network knows how names go, or just these names. We hold back every fiftieth name.
    // (The last names would not do. The list is in alphabetical order, and the network would be
    // asked about S to Z only.) Each name is kept with a line end before it, from which the first
    // letter is to be told, and one behind it.
    // %%
    record Parts(int[] tokens, List<int[]> names, List<int[]> held) {}

    private static Parts heldBack(Run run, String text, Vocabulary vocabulary) {
        // %%
        int apart = run.quickOr(10, 50);
        var learned = new StringBuilder();
        var names = new ArrayList<int[]>();
        var held = new ArrayList<int[]>();
        int line = 0;
        for (var name : text.lines().toList()) {
            line++;
            if (line % apart == 0) {
                held.add(vocabulary.encode("\n" + name + "\n"));
            } else {
                names.add(vocabulary.encode("\n" + name + "\n"));
                learned.append(name).append('\n');
            }
        }
        var parts = new Parts(vocabulary.encode(learned.toString()), names, held);
        IO.println("%,d names to learn from, %,d held back".formatted(names.size(), held.size()));
        return parts;
    }

    // %% [markdown]
    // ## The network
    //
    // Three layers, as in the original:
    //
    // - an embedding, a table with a row of numbers for each character. The original calls it a
    //   kind of one-hot encoding, and gives it as many columns as there are characters. But it is
    //   not fixed: its numbers are learned like all others;
    // - an LSTM of several layers on top of each other;
    // - a linear layer, which gives each character a number. Softmax makes odds of them; the loss
    //   does that by itself.
    // %%
    record CharNetwork(Embedding embedding, RecurrentStack<LstmState> lstm, Linear linear) {
        static CharNetwork of(int characters, int hidden, int layers, Init init) {
            var options = RecurrentOptions.of(characters, hidden).withLayers(layers);
            return new CharNetwork(
                    new Embedding(characters, characters, init),
                    RecurrentStack.lstm(options, init),
                    new Linear(hidden, characters, init));
        }

        Sequence forward(Sequence characters) {
            var mode = Mode.inference(); // there is no dropout, so training is the same
            return linear.forward(lstm.forward(embedding.forward(characters, mode), mode), mode);
        }

        Parameters parameters() {
            return Parameters.join(
                    embedding.parameters().under("encoder"),
                    lstm.parameters().under("lstm"),
                    linear.parameters().under("decoder"));
        }
    }

    // %% [markdown]
    // ## Writing
    //
    // The network gets a line end, as if a name had just ended, and the state after each character
    // goes into the next step. It stops at the second line end (more generally, after so many
    // `lines`), or when it has written `sequenceSize` characters and one more: the original counts
    // so, and so do we. (In PyTorch
    // one should say `no_grad` here. Otherwise each step keeps what gradients would need, and the
    // original does not say it. In this library there are no gradients but where one asks for
    // them.)
    // %%
    static int drawn(double[] odds, double random) {
        double sum = 0;
        for (int i = 0; i < odds.length - 1; i++) {
            sum += odds[i];
            if (random < sum) {
                return i;
            }
        }
        return odds.length - 1;
    }

    // %%
    static int[] generate(
            CharNetwork network, int sequenceSize, int lines, Vocabulary vocabulary, Rng rng) {
        int lineEnd = vocabulary.index("\n");
        var written = new ArrayList<Integer>();
        var state = network.lstm().initialState(1);
        int input = lineEnd;
        int ends = 0;
        while (ends < lines && written.size() <= sequenceSize) {
            var embedded = network.embedding().forward(Tensor.of(new int[] {input}, 1));
            var step = network.lstm().step(embedded, state);
            state = step.state();
            var odds = network.linear().forward(step.output()).softmax(1).toDoubles();
            input = drawn(odds, rng.nextDouble());
            written.add(input);
            ends += input == lineEnd ? 1 : 0;
        }
        return written.stream().mapToInt(Integer::intValue).toArray();
    }

    // %%
    static String written(CharNetwork network, int lines, Vocabulary vocabulary, Rng rng) {
        return vocabulary.decode(generate(network, 150, lines, vocabulary, rng)).strip();
    }

    private static Rng untrained(Run run, Vocabulary vocabulary) {
        // %% [markdown]
        // ## Before training
        //
        // Three layers of 512 units, in 64-bit numbers, as the original has it (`.double()`). The
        // quick run has less. Asked for four characters it writes five, any of them; and 4, 5, 6, 7
        // is abcd.
        // %%
        var rng = Rng.seeded(run.seed());
        int hidden = run.quickOr(48, 512);
        int layers = run.quickOr(2, 3);
        var init = Init.pytorch(rng).withType(DType.FLOAT64);
        var fresh = CharNetwork.of(vocabulary.size(), hidden, layers, init);
        IO.println("%,d parameters".formatted(fresh.parameters().count()));
        IO.println(Arrays.toString(generate(fresh, 4, 2, vocabulary, rng)));
        IO.println(vocabulary.decode(4, 5, 6, 7));
        return rng;
    }
}
