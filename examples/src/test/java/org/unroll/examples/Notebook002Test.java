package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// On drawn digits, which differ between machines: so no accuracy is asked for.
@Tag("once")
class Notebook002Test {
    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        output = Captured.output(new Notebook002(), "002", "--quick");
    }

    @Test
    void parametersAreThoseOfTheOriginal() {
        assertThat(
                        rows("(.+?)  +(\\d+)  +0\\.\\d{4}  .+").stream()
                                .map(row -> row.group(1) + " " + row.group(2)))
                .containsExactly(
                        "LSTM, relu 81674",
                        "two LSTMs, relu 213258",
                        "simple cell, relu 21386",
                        "LSTM cell, relu 81674",
                        "own simple cell 21386",
                        "own gated cell (GRU) 61578",
                        "own LSTM 81674",
                        "LSTM, tanh 81674",
                        "LSTM, tanh, Keras 3 81674");
    }

    /// Rounding of float32 in sums of 156 products of numbers about 1 is below 1e-5.
    @Test
    void cellsByHandAreThoseOfTheLibrary() {
        for (String cell : List.of("ElmanCell", "GruCell", "LstmCell")) {
            List<MatchResult> found = rows("from " + cell + ": (\\S+)");
            assertThat(found).as(cell).hasSize(1);
            assertThat(Double.parseDouble(found.getFirst().group(1))).as(cell).isLessThan(1e-5);
        }
        List<MatchResult> loop = rows("loop and layer: \\[32, 128\\], apart by (\\S+)");
        assertThat(loop).hasSize(1);
        assertThat(Double.parseDouble(loop.getFirst().group(1))).isLessThan(1e-5);
    }

    @Test
    void everyNetworkLearns() {
        List<MatchResult> epochs = rows("(.+), epoch (\\d)/2: loss (\\S+), accuracy \\S+");
        assertThat(epochs).hasSize(18);
        for (int i = 0; i < 18; i += 2) {
            assertThat(Double.parseDouble(epochs.get(i + 1).group(3)))
                    .as(epochs.get(i).group(1))
                    .isLessThan(Double.parseDouble(epochs.get(i).group(3)));
        }
    }

    private static List<MatchResult> rows(String expression) {
        return Pattern.compile("(?m)^" + expression + "$").matcher(output).results().toList();
    }
}
