package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class SkippedStepsTest {
    private static final int ROWS = 5;
    private static final int STEPS = 6;

    /// Holes at the begin, in the middle, at the end, after the first step; nothing at all.
    private static final int[][] VALID = {
        {0, 1, 0, 0, 1, 0},
        {1, 1, 1, 1, 1, 1},
        {0, 0, 0, 0, 0, 0},
        {0, 0, 1, 1, 0, 1},
        {1, 0, 0, 1, 0, 0}
    };

    private final Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    private final Recurrent<LstmState> layer = Recurrent.of(new LstmCell(3, 4, init));
    private final Tensor values = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, 3);

    private Sequence input(Layout layout) {
        Tensor mask = Tensor.of(VALID);
        return layout == Layout.BATCH_FIRST
                ? Sequence.masked(values, layout, mask)
                : Sequence.masked(values.permuted(1, 0, 2), layout, mask.transposed());
    }

    /// In plain Java, batch first.
    private static double[] filled(double[] outputs, boolean reversed) {
        double[] filled = new double[outputs.length];
        for (int row = 0; row < ROWS; row++) {
            int last = -1;
            for (int i = 0; i < STEPS; i++) {
                int step = reversed ? STEPS - 1 - i : i;
                last = VALID[row][step] == 1 ? step : last;
                for (int unit = 0; unit < 4 && last >= 0; unit++) {
                    filled[(row * STEPS + step) * 4 + unit] =
                            outputs[(row * STEPS + last) * 4 + unit];
                }
            }
        }
        return filled;
    }

    private static double[] batchFirst(Sequence outputs) {
        Tensor values = outputs.values();
        return (outputs.layout() == Layout.BATCH_FIRST ? values : values.permuted(1, 0, 2))
                .toDoubles();
    }

    @ParameterizedTest
    @EnumSource
    void haveTheLastOutputInTheOrderOfReading(Layout layout) {
        for (RecurrentLayer<LstmState> plain : List.of(layer, layer.reversed())) {
            var filled = plain.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
            var expected = plain.run(input(layout), Mode.inference());
            var actual = filled.run(input(layout), Mode.inference());
            assertThat(batchFirst(actual.outputs()))
                    .isEqualTo(
                            filled(
                                    batchFirst(expected.outputs()),
                                    plain.direction() == Direction.REVERSE));
            assertThat(actual.finalState().cell().toDoubles())
                    .isEqualTo(expected.finalState().cell().toDoubles());
            assertThat(actual.outputs().mask(DType.INT32).toInts())
                    .isEqualTo(input(layout).mask(DType.INT32).toInts());
        }
    }

    @Test
    void ofAStackAreThoseOfItsLastLayer() {
        var options = RecurrentOptions.of(3, 4).withLayers(2).withResidual();
        var plain =
                RecurrentStack.lstm(options, Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64));
        var filled =
                RecurrentStack.lstm(
                        options.withSkippedSteps(SkippedSteps.LAST_OUTPUT),
                        Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64));
        Sequence input = input(Layout.BATCH_FIRST);
        double[] zeros = plain.forward(input, Mode.inference()).values().toDoubles();
        for (var stack : List.of(filled, filled.eagerly(), filled.recomputing())) {
            double[] outputs = stack.forward(input, Mode.inference()).values().toDoubles();
            assertThat(outputs).hasSameSizeAs(zeros);
            for (int i = 0; i < zeros.length; i++) { // eagerly: up to rounding
                assertThat(outputs[i]).isCloseTo(filled(zeros, false)[i], within(1e-14));
            }
        }
        double[] back = plain.reversed().forward(input, Mode.inference()).values().toDoubles();
        assertThat(filled.reversed().forward(input, Mode.inference()).values().toDoubles())
                .isEqualTo(filled(back, true));
        assertThat(filled.parameters().names()).isEqualTo(plain.parameters().names());
        assertThat(
                        filled.withSkippedSteps(SkippedSteps.ZEROS)
                                .forward(input, Mode.inference())
                                .values()
                                .toDoubles())
                .isEqualTo(zeros);
    }

    /// A skipped step's gradient goes to the step whose output it has.
    @Test
    void gradientsGoToTheStepThatWasRead() {
        var sequence = input(Layout.BATCH_FIRST);
        var weights = Rng.seeded(4).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, 4);
        Tensor[] outputs = new Tensor[1];
        double[][] moved = new double[2][];
        for (int i = 0; i < 2; i++) {
            RecurrentLayer<LstmState> used =
                    i == 0 ? layer.withSkippedSteps(SkippedSteps.LAST_OUTPUT) : layer;
            Tensor by = i == 0 ? weights : gathered(weights);
            moved[i] =
                    Autograd.differentiate(
                                    layer.parameters(),
                                    () -> {
                                        outputs[0] =
                                                used.forward(sequence, Mode.inference()).values();
                                        return outputs[0].times(by).sum();
                                    })
                            .gradients()
                            .of(layer.parameters().get("weight_ih"))
                            .toDoubles();
        }
        for (int i = 0; i < moved[0].length; i++) {
            assertThat(moved[0][i]).isCloseTo(moved[1][i], within(1e-13));
        }
    }

    /// Each valid step's weights and those of the skipped ones that show its output.
    private static Tensor gathered(Tensor weights) {
        double[] from = weights.toDoubles();
        double[] sum = new double[from.length];
        for (int row = 0; row < ROWS; row++) {
            int last = -1;
            for (int step = 0; step < STEPS; step++) {
                last = VALID[row][step] == 1 ? step : last;
                for (int unit = 0; unit < 4 && last >= 0; unit++) {
                    sum[(row * STEPS + last) * 4 + unit] += from[(row * STEPS + step) * 4 + unit];
                }
            }
        }
        return Tensor.of(sum, ROWS, STEPS, 4);
    }

    @Test
    void changeNeitherLastStepsNorFullRows() {
        var filled = layer.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        var input = input(Layout.BATCH_FIRST);
        var last = new LastStep();
        assertThat(
                        last.forward(filled.forward(input, Mode.inference()), Mode.inference())
                                .values()
                                .toDoubles())
                .isEqualTo(
                        last.forward(layer.forward(input, Mode.inference()), Mode.inference())
                                .values()
                                .toDoubles());
        assertThat(filled.forward(values).toDoubles()).isEqualTo(layer.forward(values).toDoubles());
        assertThat(filled.read(input, Mode.inference()).output().toDoubles())
                .isEqualTo(layer.read(input, Mode.inference()).output().toDoubles());
        assertThat(filled.withSkippedSteps(SkippedSteps.ZEROS)).isSameAs(layer);
    }

    /// As Keras does, stateful or not: zeros come before the first step that a call reads. What was
    /// read, and the state, are those of the whole.
    @Test
    void beginAnewWithEveryCall() {
        var filled = layer.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        var input = input(Layout.BATCH_FIRST);
        double[] plain = layer.forward(input, Mode.inference()).values().toDoubles();
        var whole = filled.run(input, Mode.inference());
        var state = filled.initialState(ROWS);
        Tensor mask = Tensor.of(VALID);
        double[] expected = new double[plain.length];
        double[] actual = new double[plain.length];
        for (int from = 0; from < STEPS; from += 3) {
            var chunk =
                    Sequence.masked(
                            values.slice(1, from, from + 3),
                            Layout.BATCH_FIRST,
                            mask.slice(1, from, from + 3));
            var output = filled.run(chunk, state, Mode.inference());
            state = output.finalState();
            for (int row = 0; row < ROWS; row++) {
                int last = -1;
                for (int step = from; step < from + 3; step++) {
                    last = VALID[row][step] == 1 ? step : last;
                    for (int unit = 0; unit < 4; unit++) {
                        int at = (row * STEPS + step) * 4 + unit;
                        expected[at] = last < 0 ? 0 : plain[(row * STEPS + last) * 4 + unit];
                        actual[at] = output.outputs().values().get(row, step - from, unit);
                    }
                }
            }
        }
        assertThat(actual).isEqualTo(expected);
        assertThat(actual).isNotEqualTo(whole.outputs().values().toDoubles());
        assertThat(state.hidden().toDoubles()).isEqualTo(whole.finalState().hidden().toDoubles());
    }

    @Test
    void doNotGoWithSessions() {
        var filled = layer.withSkippedSteps(SkippedSteps.LAST_OUTPUT);
        for (RecurrentLayer<?> whole :
                List.of(filled, RecurrentStack.ofLayers(List.of(filled), 0))) {
            assertThatThrownBy(whole::frozen)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("SkippedSteps.LAST_OUTPUT does not go with sessions")
                    .hasMessageContaining("withSkippedSteps(SkippedSteps.ZEROS)");
            whole.withSkippedSteps(SkippedSteps.ZEROS).frozen();
        }
    }

    @Test
    void ofBothDirectionsAreRefused() {
        var both = Bidirectional.of(new GruCell(3, 4, init), new GruCell(3, 4, init), Merge.SUM);
        assertThatThrownBy(() -> both.withSkippedSteps(SkippedSteps.LAST_OUTPUT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "SkippedSteps.LAST_OUTPUT does not go with Bidirectional(GruCell(3 -> 4),"
                                + " SUM): it reads from both ends, so no one timestep was read last"
                                + " before another");
        assertThatThrownBy(() ->
                        RecurrentStack.bidirectional(
                                RecurrentOptions.of(3, 4)
                                        .withSkippedSteps(SkippedSteps.LAST_OUTPUT),
                                Merge.SUM,
                                in -> new GruCell(in, 4, init)))
                .hasMessageContaining("reads from both ends");
        assertThat(both.withSkippedSteps(SkippedSteps.ZEROS)).isSameAs(both);
    }
}
