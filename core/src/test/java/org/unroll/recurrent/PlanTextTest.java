package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Elu;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Sequential;
import org.unroll.nn.Summary;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// What plans come to, read off their text.
class PlanTextTest {
    private static final int IN = 3;
    private static final int HIDDEN = 4;
    private static final Init INIT = Init.pytorch(Rng.seeded(1));

    /// An LSTM; what differs is how its gates' sums are written.
    private record Lstm(Parameters parameters, BiFunction<Tensor, Tensor, List<Tensor>> sums)
            implements RecurrentCell<LstmState> {
        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            List<Tensor> gates = sums.apply(input, state.hidden());
            Tensor kept = gates.get(1).sigmoid().times(state.cell());
            Tensor cell = kept.plus(gates.get(0).sigmoid().times(gates.get(2).tanh()));
            Tensor hidden = gates.get(3).sigmoid().times(cell.tanh());
            return new Step<>(hidden, new LstmState(hidden, cell));
        }

        @Override
        public LstmState initialState(int rows) {
            return new LstmState(
                    Tensor.zeros(DType.FLOAT32, rows, HIDDEN),
                    Tensor.zeros(DType.FLOAT32, rows, HIDDEN));
        }

        @Override
        public int inputSize() {
            return IN;
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }
    }

    private static Lstm oneProduct() {
        Linear input = new Linear(IN, 4 * HIDDEN, INIT);
        Linear hidden = new Linear(HIDDEN, 4 * HIDDEN, INIT);
        return new Lstm(
                Parameters.join(input.parameters().under("x"), hidden.parameters().under("h")),
                (x, h) -> input.forward(x).plus(hidden.forward(h)).split(1, 4));
    }

    private static Lstm linearPerGate() {
        List<Linear> input =
                java.util.stream.Stream.generate(() -> new Linear(IN, HIDDEN, INIT))
                        .limit(4)
                        .toList();
        List<Linear> hidden =
                java.util.stream.Stream.generate(() -> new Linear(HIDDEN, HIDDEN, INIT))
                        .limit(4)
                        .toList();
        Parameters all = Parameters.none();
        for (int i = 0; i < 4; i++) {
            all =
                    Parameters.join(
                            all,
                            input.get(i).parameters().under("x" + i),
                            hidden.get(i).parameters().under("h" + i));
        }
        return new Lstm(
                all,
                (x, h) ->
                        java.util.stream.IntStream.range(0, 4)
                                .mapToObj(
                                        i -> input.get(i).forward(x).plus(hidden.get(i).forward(h)))
                                .toList());
    }

    private static Lstm concatenation() {
        Linear dense = new Linear(IN + HIDDEN, 4 * HIDDEN, INIT);
        return new Lstm(
                dense.parameters(), (x, h) -> dense.forward(Tensor.concat(1, x, h)).split(1, 4));
    }

    /// The calls under a title, forward or backward.
    private static List<String> calls(String text, String program, String title) {
        List<String> lines = text.lines().toList();
        int from = lines.indexOf(program);
        while (!lines.get(from).startsWith("  " + title)) {
            from++;
        }
        return lines.subList(from + 1, lines.size()).stream()
                .takeWhile(line -> line.startsWith("    "))
                .map(String::strip)
                .toList();
    }

    private static long products(List<String> calls) {
        return calls.stream().filter(call -> call.contains(" · ")).count();
    }

    @Test
    void anLstmHasTheSameLoopHoweverItIsWritten() {
        for (Lstm cell : List.of(oneProduct(), linearPerGate(), concatenation())) {
            String text = Recurrent.of(cell).planText();
            List<String> forward = calls(text, "forward", "in the loop");
            assertThat(forward).as(text).hasSize(10);
            assertThat(products(forward)).as(text).isEqualTo(1);
            assertThat(products(calls(text, "forward", "ahead"))).as(text).isEqualTo(1);
            List<String> backward = calls(text, "backward", "in the loop");
            assertThat(backward).as(text).hasSize(14);
            assertThat(products(backward)).as(text).isEqualTo(1);
            assertThat(products(calls(text, "backward", "after"))).as(text).isEqualTo(1);
        }
    }

    @Test
    void theGradientOfAMatrixForAConcatenationIsOneSum() {
        String text = Recurrent.of(concatenation()).planText();
        assertThat(calls(text, "backward", "sums over all"))
                .hasSize(2)
                .noneMatch(sum -> sum.contains(" of b") && sum.contains("rows"));
    }

    @Test
    void theTextIsTheSameForTheSameCell() {
        Lstm cell = linearPerGate();
        assertThat(Recurrent.of(cell).planText()).isEqualTo(Recurrent.of(cell).planText());
    }

    /// An Elman cell that is told something of its row, and attends to a memory of it.
    private record Told(Tensor w, Tensor v) implements RecurrentCell<HiddenState> {
        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor told = context.perRow("told").matmul(v);
            Tensor memory = context.perRow("memory").mean(1);
            Tensor both = Tensor.concat(1, x, state.hidden()).matmul(w);
            Tensor hidden = both.plus(told).plus(memory).tanh();
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(DType.FLOAT32, rows, HIDDEN));
        }

        @Override
        public int inputSize() {
            return IN;
        }

        @Override
        public int outputSize() {
            return HIDDEN;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("w", w, "v", v);
        }
    }

    @Test
    void tensorsPerRowHaveTheirNamesInTheText() {
        Told cell =
                new Told(
                        Tensor.ones(DType.FLOAT32, IN + HIDDEN, HIDDEN),
                        Tensor.ones(DType.FLOAT32, 5, HIDDEN));
        RowTensors rows =
                RowTensors.of("told", Tensor.zeros(DType.FLOAT32, 1, 5))
                        .with("memory", Tensor.zeros(DType.FLOAT32, 9, 6, HIDDEN));
        String text = Recurrent.of(cell).planText(rows);
        assertThat(text).contains("= told · v  [rows, 4]", "of memory  [rows, 1, 4]");
        assertThat(text).contains("told, the same at every timestep: ");
        assertThat(text).contains("gradient of v = ");
        String stacked = RecurrentStack.of(List.of(cell), 0).planText(rows);
        assertThat(stacked).isEqualTo("layer 0: " + text);
        assertThatThrownBy(() -> Recurrent.of(cell).planText())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"told\" but was given none")
                .hasMessageContaining("planText(...) take RowTensors");
    }

    /// Where an object's identity would stand, which differs from run to run.
    @Test
    void aFunctionOfOnesOwnHasAStableText() {
        ActivationFunction own = x -> x.squared().times(x);
        ActivationFunction anonymous =
                new ActivationFunction() {
                    @Override
                    public Tensor apply(Tensor x) {
                        return x;
                    }
                };
        assertThat(own.label()).isEqualTo("own function");
        assertThat(anonymous.label()).isEqualTo("own function");
        assertThat(new Cube().label()).isEqualTo("Cube");
        assertThat(new Elu(0.5).label()).isEqualTo("elu(0.5)");
        assertThat(Activation.LEAKY_RELU.label()).isEqualTo("leaky relu");
        ElmanOptions elman = ElmanOptions.standard().withActivation(own);
        assertThat(Recurrent.of(new ElmanCell(IN, HIDDEN, elman, INIT)).planText())
                .startsWith("ElmanCell(3 -> 4, own function)\n")
                .doesNotContain("Lambda");
        LstmActivations functions = LstmActivations.standard().withGates(own).withCell(new Cube());
        LstmOptions lstm = LstmOptions.standard().withActivations(functions);
        assertThat(new LstmCell(IN, HIDDEN, lstm, INIT))
                .hasToString(
                        "LstmCell(3 -> 4, input gate own function, forget gate own function,"
                                + " candidate tanh, output gate own function, cell Cube)");
        GruOptions gru =
                GruOptions.standard().withActivations(GruActivations.standard().withCandidate(own));
        assertThat(new GruCell(IN, HIDDEN, gru, INIT).toString())
                .contains("candidate own function");
        JordanOptions jordan =
                JordanOptions.standard().withActivation(own).withOutputActivation(own);
        assertThat(new JordanCell(IN, HIDDEN, 2, jordan, INIT).toString())
                .contains("own function, own function");
        assertThat(new IndependentCell(IN, HIDDEN, elman, INIT).toString())
                .contains("own function");
        assertThat(Summary.of(Sequential.of(own), Shape.of(1, 2, 3)).toString())
                .contains("own function");
    }

    private static final class Cube implements ActivationFunction {
        @Override
        public Tensor apply(Tensor x) {
            return x.squared().times(x);
        }
    }
}
