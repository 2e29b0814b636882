package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class Notebook000Test {
    /// The eight numbers that the original prints for one neuron.
    private static final List<Double> PRINTED =
            List.of(-0.6834, -0.9635, -0.9963, -0.9984, -0.9990, -0.9312, -0.9967, -0.9673);

    private static String output = "";

    @BeforeAll
    static void run() throws Exception {
        output = Captured.output(new Notebook000(), "000", "--quick");
    }

    @Test
    void oneNeuronGivesTheOriginalsNumbers() {
        List<Double> numbers = numbers(section("One neuron over two steps"));
        assertThat(numbers).hasSizeGreaterThanOrEqualTo(16);
        for (int i = 0; i < PRINTED.size(); i++) {
            // The first eight are of random weights. 1e-3: the original shows four digits of
            // weights
            // and results.
            assertThat(numbers.get(8 + i)).isCloseTo(PRINTED.get(i), within(1e-3));
        }
    }

    @Test
    void theCellGivesWhatTheMatricesGive() {
        String four = section("Four neurons");
        assertThat(four).contains("ElmanCell(3 -> 4, tanh, one bias)");
        // Products summed in another order; tanh makes no error larger.
        assertThat(numbers(four).getLast()).isLessThan(1e-6);
        assertThat(matrices(four)).hasSize(2).allMatch(matrix -> numbers(matrix).size() == 16);
    }

    @Test
    void theLoopGivesWhatTheLayerGives() {
        String loop = section("A cell in a loop");
        assertThat(loop).contains("outputs [2, 4, 5]");
        assertThat(numbers(loop).getLast()).isLessThan(1e-6);
        assertThat(matrices(loop)).hasSize(2).allMatch(matrix -> numbers(matrix).size() == 20);
    }

    @Test
    void theKeptStateIsTheLastOutputAndGoesOn() {
        String kept = section("A state that is kept between calls");
        List<String> matrices = matrices(kept);
        assertThat(matrices).hasSize(3);
        assertThat(matrices.get(2)).isEqualTo(matrices.get(1)).isNotEqualTo(matrices.get(0));
        assertThat(kept).contains("from the last output to the state: 0.0");
        assertThat(number(kept, "both calls differ by up to ")).isGreaterThan(0.01);
        assertThat(number(kept, "after two calls: apart by ")).isLessThan(1e-6);
        assertThat(number(kept, "session, 4 steps: apart by ")).isLessThan(1e-6);
    }

    private static double number(String text, String before) {
        assertThat(text).contains(before);
        return numbers(text.substring(text.indexOf(before) + before.length())).getFirst();
    }

    private static String section(String heading) {
        assertThat(output).contains("\n## " + heading + "\n");
        String from = output.substring(output.indexOf("## " + heading) + heading.length() + 3);
        return from.replaceFirst("(?s)\n## .*", "");
    }

    private static List<String> matrices(String text) {
        return Pattern.compile("(?s)tensor\\((.*?)\\)\n")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static List<Double> numbers(String text) {
        return Pattern.compile("-?\\d+(\\.\\d+)?(e[-+]\\d+)?")
                .matcher(text)
                .results()
                .map(found -> Double.valueOf(found.group()))
                .toList();
    }
}
