package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Notebook001Test {
    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        output = Captured.output(new Notebook001(), "001", "--quick");
    }

    @Test
    void shapesAndCountsAreTheOriginals() {
        assertThat(output)
                .contains("## The output fed back\n\n100\n[100, 64]\n")
                .contains("## A hidden state and an output layer\n\n100\n[100, 64]\n")
                .contains("## LSTM\n\n[100, 64]\n")
                .contains("## GRU\n\n[100, 64]\n")
                .contains("outputs [100, 16, 64]\n")
                .contains("Elman(32 -> 64)\n6272\noutput: [16, 100, 64]\nh_last: [3, 16, 64]\n")
                .contains("output, time first: [100, 16, 64]\napart by 0.0\n")
                .contains("Lstm(32 -> 64)\n25088\noutput: [128, 100, 64]\n")
                .contains("   h_n: [3, 128, 64]\n   c_n: [3, 128, 64]\n")
                .contains("Gru(32 -> 64)\n18816\n");
    }

    @Test
    void bothKindsRunWhereTheOriginalRunsOneByMistake() {
        for (String kind : List.of("Elman", "Gru")) {
            assertThat(output)
                    .contains(
                            kind
                                    + "(32 -> 64, 3 layers)\noutput: [128, 100, 64]\n"
                                    + "h_last: [3, 128, 64]\n");
        }
    }

    @Test
    void equationsAreTheLibrarysLayersOnBothKindsOfWeights() {
        Pattern row =
                Pattern.compile(
                        "(?m)^(OutputFedBack|HiddenAndOutput|EquationLstm|EquationGru) +"
                                + "(0 to 1|N\\(0, 0\\.1\\)) +(\\S+) +(\\d+) %$");
        List<MatchResult> rows = row.matcher(output).results().toList();
        assertThat(rows).hasSize(8);
        for (MatchResult each : rows) {
            assertThat(Double.parseDouble(each.group(3))).as(each.group()).isLessThan(1e-12);
            int beyond = Integer.parseInt(each.group(4));
            if (each.group(2).equals("0 to 1")) {
                assertThat(beyond).as(each.group()).isGreaterThan(90);
            } else {
                assertThat(beyond).as(each.group()).isLessThan(5);
            }
        }
    }

    @Test
    void thePytorchKindOfGruIsAnother() {
        assertThat(number("the two kinds of GRU differ by up to (\\S+)")).isGreaterThan(0.1);
    }

    @Test
    void onlyTheOpenForgetGateKeepsTheGradient() {
        assertThat(number("simple +\\S+ +\\S+ +(\\S+)")).isLessThan(1e-20);
        assertThat(number("GRU +\\S+ +\\S+ +(\\S+)")).isLessThan(1e-12);
        assertThat(number("LSTM +\\S+ +\\S+ +(\\S+)")).isLessThan(1e-12);
        assertThat(number("LSTM, open +\\S+ +\\S+ +(\\S+)")).isGreaterThan(1e-3);
    }

    private static double number(String expression) {
        List<MatchResult> found =
                Pattern.compile("(?m)^" + expression + "$").matcher(output).results().toList();
        assertThat(found).as(expression).hasSize(1);
        return Double.parseDouble(found.getFirst().group(1));
    }
}
