package org.unroll.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.unroll.data.Padding;
import org.unroll.examples.support.HeatMap;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.train.TrainingStep;

/// The three kinds of task that recurrent networks are for: of a sequence one thing, of one thing a
/// sequence, of a sequence another one. Each is learned in about a second, and drawn.
final class KindsOfTask implements Program {
    private static final List<String> DIGITS =
            List.of("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine");

    /// What is read, by numbers: letters, and the end that is no letter.
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz.";

    private static final int END = LETTERS.indexOf('.');
    private static final Mode MODE = Mode.inference(); // nothing here is random in training

    @Override
    public void run(Run run) {
        run.heading("Many to one: is the number of ones odd?");
        manyToOne(run);
        run.heading("One to many: a digit's name");
        oneToMany(run);
        run.heading("Many to many: a word backwards");
        manyToMany(run);
    }

    private static void train(Parameters parameters, int iterations, Supplier<Tensor> loss) {
        var step = TrainingStep.of(parameters, new Adam(parameters, AdamOptions.of(0.01)));
        var adjusted = step.withClipNorm(1);
        for (int i = 0; i < iterations; i++) {
            adjusted.run(loss);
        }
    }

    /// The whole sequence is read, and what is left after its last step is looked at once.
    private static void manyToOne(Run run) {
        var rng = Rng.seeded(run.seed());
        var init = Init.pytorch(rng);
        var bits = new Embedding(2, 4, init);
        var layer = Recurrent.of(new GruCell(4, 16, init));
        var answer = new Linear(16, 2, init); // even, odd
        var parameters =
                Parameters.join(
                        bits.parameters().under("bits"),
                        layer.parameters().under("layer"),
                        answer.parameters().under("answer"));
        train(
                parameters,
                400,
                () -> {
                    var rows = new ArrayList<int[]>(); // of 1 to 8 bits each
                    for (int i = 0; i < 64; i++) {
                        rows.add(rng.ints(1 + rng.nextInt(8), 0, 2).toArray());
                    }
                    var odd = rows.stream().mapToInt(row -> IntStream.of(row).sum() % 2).toArray();
                    var embedded = bits.forward(Padding.sequence(rows, 0), MODE);
                    var last = layer.read(embedded, MODE).output();
                    return CrossEntropy.standard().of(answer.forward(last), Tensor.of(odd, 64));
                });

        var shown = List.of("10110010", "11111111", "00000100");
        var rows = shown.stream().map(KindsOfTask::bits).toList();
        var read = layer.run(bits.forward(Padding.sequence(rows, 0), MODE), MODE);
        var odds = answer.forward(read.outputs(), MODE).values().softmax(2).select(2, 1);
        for (int i = 0; i < shown.size(); i++) {
            double odd = odds.get(i, 7);
            IO.println("%s: %s".formatted(shown.get(i), odd > 0.5 ? "odd" : "even"));
        }
        var steps = IntStream.rangeClosed(1, 8).mapToObj(step -> "bit " + step).toList();
        run.show("many-to-one", HeatMap.of("Odd so far? After each bit", steps, shown, odds, 0, 1));
    }

    private static int[] bits(String text) {
        return text.chars().map(bit -> bit - '0').toArray();
    }

    /// The one thing becomes the state before the first step. From then on, each output is the next
    /// input.
    private static void oneToMany(Run run) {
        var net = Speaker.of(Init.pytorch(Rng.seeded(run.seed())), 48);
        var digits = new Embedding(10, 48, Init.pytorch(Rng.seeded(run.seed() + 1)));
        var parameters = Parameters.join(net.parameters(), digits.parameters().under("digits"));
        var all = Tensor.of(IntStream.range(0, 10).toArray(), 10);
        train(parameters, 120, () -> net.loss(new HiddenState(digits.forward(all).tanh()), DIGITS));

        for (int digit : new int[] {3, 7, 8}) {
            var start = new HiddenState(digits.forward(Tensor.of(new int[] {digit}, 1)).tanh());
            var said = net.say(start);
            IO.println(digit + ": " + said.text());
            if (digit == 7) {
                run.show("one-to-many", said.picture("What comes next? The name of 7"));
            }
        }
    }

    /// One network reads the word, and its last state is the other one's first: all that is known
    /// of the word has to go through it.
    private static void manyToMany(Run run) {
        var rng = Rng.seeded(run.seed());
        var init = Init.pytorch(rng);
        var letters = new Embedding(LETTERS.length(), 16, init);
        var reader = Recurrent.of(new GruCell(16, 64, init));
        var net = Speaker.of(init, 64);
        var parameters =
                Parameters.join(
                        letters.parameters().under("letters"),
                        reader.parameters().under("reader"),
                        net.parameters());
        var shown = List.of("abcd", "face", "bead");
        train(
                parameters,
                500,
                () -> {
                    var words = new ArrayList<String>();
                    while (words.size() < 64) {
                        var word = word(rng.ints(2 + rng.nextInt(3), 0, 6).toArray());
                        if (!shown.contains(word)) { // those below are new to the network
                            words.add(word);
                        }
                    }
                    var numbers = words.stream().map(KindsOfTask::numbers).toList();
                    var turned = words.stream().map(KindsOfTask::backwards).toList();
                    var read = letters.forward(Padding.sequence(numbers, 0), MODE);
                    return net.loss(reader.read(read, MODE).state(), turned);
                });

        for (var word : shown) {
            var read = letters.forward(Padding.sequence(List.of(numbers(word)), 0), MODE);
            var said = net.say(reader.read(read, MODE).state());
            IO.println(word + ": " + said.text());
            if (word.equals("face")) {
                run.show("many-to-many", said.picture("What comes next? \"face\" backwards"));
            }
        }
    }

    private static int[] numbers(String word) {
        return word.chars().map(LETTERS::indexOf).toArray();
    }

    private static String word(int[] numbers) {
        var word = new StringBuilder();
        IntStream.of(numbers).forEach(number -> word.append(LETTERS.charAt(number)));
        return word.toString();
    }

    private static String backwards(String word) {
        return new StringBuilder(word).reverse().toString();
    }

    /// Says words, letter by letter, from a state.
    private record Speaker(Embedding letters, Recurrent<HiddenState> layer, Linear next) {
        static Speaker of(Init init, int hidden) {
            return new Speaker(
                    new Embedding(LETTERS.length(), 16, init),
                    Recurrent.of(new GruCell(16, hidden, init)),
                    new Linear(hidden, LETTERS.length(), init));
        }

        Parameters parameters() {
            return Parameters.join(
                    letters.parameters().under("speaker.letters"),
                    layer.parameters().under("speaker.layer"),
                    next.parameters().under("speaker.next"));
        }

        /// In training it is told the right letters, whatever it would have said: all steps at
        /// once.
        Tensor loss(HiddenState start, List<String> words) {
            var inputs =
                    Padding.sequence(words.stream().map(word -> numbers("." + word)).toList(), 0);
            var targets =
                    Padding.sequence(words.stream().map(word -> numbers(word + ".")).toList(), 0);
            var outputs = layer.run(letters.forward(inputs, MODE), start, MODE).outputs();
            return CrossEntropy.standard().of(next.forward(outputs, MODE), targets.values());
        }

        /// Later it has only what it said itself.
        Said say(HiddenState start) {
            var odds = new ArrayList<double[]>();
            var text = new StringBuilder();
            var state = start;
            int letter = END;
            while (text.length() < 12) {
                var step = layer.step(letters.forward(Tensor.of(new int[] {letter}, 1)), state);
                state = step.state();
                var shares = next.forward(step.output()).softmax(1);
                odds.add(shares.toDoubles());
                letter = shares.argmax(1).toInts()[0];
                if (letter == END) {
                    break;
                }
                text.append(LETTERS.charAt(letter));
            }
            return new Said(text.toString(), odds);
        }
    }

    private record Said(String text, List<double[]> odds) {
        /// The odds of each letter that is likely anywhere, at each step.
        HeatMap picture(String title) {
            int[] rows =
                    IntStream.range(0, LETTERS.length())
                            .filter(letter -> odds.stream().anyMatch(step -> step[letter] > 0.005))
                            .toArray();
            var columns = new ArrayList<String>();
            (text + ".")
                    .chars()
                    .limit(odds.size())
                    .forEach(c -> columns.add(Character.toString(c)));
            return HeatMap.ofShares(
                    title,
                    columns,
                    Arrays.stream(rows).mapToObj(row -> LETTERS.substring(row, row + 1)).toList(),
                    Arrays.stream(rows)
                            .mapToObj(row -> odds.stream().mapToDouble(step -> step[row]).toArray())
                            .toArray(double[][]::new));
        }
    }
}
