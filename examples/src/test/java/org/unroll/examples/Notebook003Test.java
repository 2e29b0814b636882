package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.unroll.data.Vocabulary;
import org.unroll.examples.Notebook003.CharNetwork;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Init;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

@Tag("once")
class Notebook003Test {
    private static final Vocabulary VOCABULARY = Vocabulary.ofCharacters(List.of("\nabcd"));

    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        output = Captured.output(new Notebook003(), "003", "--quick");
    }

    @Test
    void theAlphabetIsTheOriginals() {
        assertThat(output)
                .contains("characters:   \\n -.abcdefghijklmnopqrstuvwxyz\n")
                .contains("there are 30 different ones\n")
                .contains("{\\n=0,  =1, -=2, .=3, a=4, ")
                .contains(", x=27, y=28, z=29}\n{0=\\n, 1= , 2=-, 3=., 4=a, ")
                .contains("the same: true\n")
                .contains("\nabcd\n");
    }

    @Test
    void askedForFourCharactersItWritesAtMostFive() {
        assertThat(output).containsPattern("(?m)^\\[\\d+(, \\d+){0,4}]$");
    }

    @Test
    void theBetterNetworkIsBetterOnNamesHeldBack() {
        assertThat(last("as in the notebook")).isLessThan(3.3);
        assertThat(last("better")).isLessThan(last("as in the notebook") - 0.3);
    }

    private static double last(String network) {
        String row = row(network);
        return Double.parseDouble(row.substring(row.lastIndexOf(' ') + 1));
    }

    @Test
    void whoFeelsNothingLearnsNothing() {
        List<String> simple = List.of(row("simple").split("  +"));
        List<String> open = List.of(row("LSTM, open").split("  +"));
        assertThat(Double.parseDouble(simple.get(3))).isBetween(1e-20, 1e-6);
        assertThat(Double.parseDouble(open.get(3))).isGreaterThan(1e-2);
        assertThat(Double.parseDouble(simple.get(5))).isGreaterThan(1.9);
        assertThat(Double.parseDouble(open.get(5))).isLessThan(1);
        assertThat(open.get(6)).isEqualTo("100 %");
    }

    private static String row(String name) {
        return Pattern.compile("(?m)^" + name + "  +.*$")
                .matcher(output)
                .results()
                .map(MatchResult::group)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesOfABatchCountAsIfEachWereRead() {
        var network = network();
        var names = List.of(VOCABULARY.encode("\nabc\n"), VOCABULARY.encode("\nd\n"));
        double sum = 0;
        for (int[] name : names) {
            int count = name.length - 1;
            var input = Tensor.of(Arrays.copyOf(name, count), 1, count);
            var target = Tensor.of(Arrays.copyOfRange(name, 1, count + 1), 1, count);
            var logits = network.forward(Sequence.of(input)).values();
            sum += count * CrossEntropy.standard().of(logits, target).item();
        }
        assertThat(Notebook003Learning.validation(network, names))
                .isEqualTo(sum / 6, org.assertj.core.api.Assertions.within(1e-12));
    }

    @Test
    void writingStopsAtTheSecondLineEndOrOneAfterTheLength() {
        for (int seed = 0; seed < 20; seed++) {
            int[] written = Notebook003.generate(network(), 7, 2, VOCABULARY, Rng.seeded(seed));
            long ends = Arrays.stream(written).filter(token -> token == 0).count();
            if (ends == 2) {
                assertThat(written[written.length - 1]).isZero();
            } else {
                assertThat(written).hasSize(8);
            }
        }
    }

    @Test
    void aCharacterIsDrawnByItsOdds() {
        double[] odds = {0.25, 0, 0.75};
        assertThat(Notebook003.drawn(odds, 0.249)).isEqualTo(0);
        assertThat(Notebook003.drawn(odds, 0.25)).isEqualTo(2);
        assertThat(Notebook003.drawn(odds, 0.9999999)).isEqualTo(2);
    }

    private static CharNetwork network() {
        var init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
        return CharNetwork.of(VOCABULARY.size(), 6, 2, init);
    }
}
