package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class LearnedStartTest {
    private final Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    private final LstmCell lstm = new LstmCell(3, 4, init);
    private final Sequence input =
            Sequence.of(Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 5, 6, 3), 6, 2, 0, 6, 1);

    private static LearnedStart<LstmState> drawn(LstmCell cell) {
        return LearnedStart.of(cell, Initializer.normal(0, 1), Rng.seeded(3));
    }

    @Test
    void startsWithTheCellsOwnStart() {
        var cell = LearnedStart.of(lstm);
        assertThat(cell.parameters().names())
                .containsExactly(
                        "weight_ih",
                        "weight_hh",
                        "bias_ih",
                        "bias_hh",
                        "start_hidden",
                        "start_cell");
        Tensor start = cell.parameters().get("start_cell");
        assertThat(start.shape().dims()).containsExactly(4);
        assertThat(start.type()).isEqualTo(DType.FLOAT64);
        assertThat(start.toDoubles()).containsOnly(0);
        assertThat(drawn(lstm).parameters().get("start_hidden").toDoubles()).doesNotContain(0);
        // a tensor of its own
        start.updateInPlace(array -> ((double[]) array)[0] = 7);
        assertThat(lstm.initialState(1).cell().toDoubles()).containsOnly(0);
        assertThat(cell.parameters().get("start_hidden").toDoubles()).containsOnly(0);
    }

    @Test
    void aLearnedStartOfALearnedStartIsRefused() {
        var twice = Zoneout.of(LearnedStart.of(lstm), 0.1);
        assertThatThrownBy(() -> LearnedStart.of(twice))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not learned yet but got Zoneout(LearnedStart(LstmCell(3");
    }

    @Test
    void everyRowStartsThere() {
        var cell = drawn(lstm);
        var layer = Recurrent.of(cell);
        double[] hidden = cell.parameters().get("start_hidden").toDoubles();
        LstmState start = layer.initialState(5);
        for (int row = 0; row < 5; row++) {
            assertThat(start.hidden().select(0, row).toDoubles()).isEqualTo(hidden);
        }
        var run = layer.run(input, Mode.inference());
        var given = Recurrent.of(lstm).run(input, start.detached(), Mode.inference());
        assertThat(run.outputs().values().toDoubles())
                .isEqualTo(given.outputs().values().toDoubles());
        // the row of length zero is still there
        assertThat(run.finalState().hidden().select(0, 2).toDoubles()).isEqualTo(hidden);
        assertThat(layer.reset(run.finalState(), 3).hidden().select(0, 3).toDoubles())
                .isEqualTo(hidden);
    }

    @Test
    void aGivenStateWins() {
        LstmState zeros = lstm.initialState(5);
        var plain = Recurrent.of(lstm).run(input, zeros, Mode.inference());
        var learned = Recurrent.of(drawn(lstm)).run(input, zeros, Mode.inference());
        assertThat(learned.outputs().values().toDoubles())
                .isEqualTo(plain.outputs().values().toDoubles());
    }

    /// The start's gradient is that of an initial state, added over the rows.
    @Test
    void gradientsAddUpOverTheRows() {
        var cell = drawn(lstm);
        var layer = Recurrent.of(cell);
        var learned =
                Autograd.differentiate(
                                cell.parameters(), () -> loss(layer.run(input, Mode.inference())))
                        .gradients();
        LstmState start = layer.initialState(5).detached();
        var given =
                Autograd.differentiate(
                                start.tensors(),
                                () -> loss(layer.run(input, start, Mode.inference())))
                        .gradients();
        for (String name : List.of("hidden", "cell")) {
            double[] expected = given.of(start.asMap().get(name)).sum(0).toDoubles();
            double[] actual = learned.of(cell.parameters().get("start_" + name)).toDoubles();
            for (int i = 0; i < 4; i++) {
                assertThat(expected[i]).isNotZero();
                assertThat(actual[i]).isCloseTo(expected[i], within(1e-13)); // sums of five
            }
        }
    }

    private static Tensor loss(RecurrentOutput<LstmState> output) {
        return output.outputs().values().squared().sum().plus(output.finalState().cell().sum());
    }

    @Test
    void layersAndDirectionsHaveStartsOfTheirOwn() {
        var stack =
                RecurrentStack.bidirectional(
                        RecurrentOptions.of(3, 4).withLayers(2),
                        Merge.SUM,
                        in -> LearnedStart.of(new GruCell(in, 4, init)));
        assertThat(stack.parameters().names())
                .contains(
                        "start_hidden_l0",
                        "start_hidden_l0_reverse",
                        "start_hidden_l1",
                        "start_hidden_l1_reverse");
    }
}
