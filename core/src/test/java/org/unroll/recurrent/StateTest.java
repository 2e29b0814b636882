package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class StateTest {
    private static final Init INIT = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);

    /// A state of a user's own, without names, of tensors of unlike ranks.
    record Own(Tensor level, Tensor count) implements State<Own> {
        @Override
        public List<Tensor> tensors() {
            return List.of(level, count);
        }

        @Override
        public Own with(List<Tensor> tensors) {
            return new Own(tensors.get(0), tensors.get(1));
        }
    }

    private static LstmState lstm(double... firstOfRows) {
        int rows = firstOfRows.length;
        double[] hidden = new double[2 * rows];
        double[] cell = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
            hidden[2 * i] = firstOfRows[i];
            hidden[2 * i + 1] = firstOfRows[i] + 0.25;
            cell[2 * i] = firstOfRows[i] + 0.5;
            cell[2 * i + 1] = firstOfRows[i] + 0.75;
        }
        return new LstmState(Tensor.of(hidden, rows, 2), Tensor.of(cell, rows, 2));
    }

    private static void assertEqual(State<?> state, State<?> expected) {
        for (int i = 0; i < expected.tensors().size(); i++) {
            assertThat(state.tensors().get(i).shape()).isEqualTo(expected.tensors().get(i).shape());
            assertThat(state.tensors().get(i).toDoubles())
                    .isEqualTo(expected.tensors().get(i).toDoubles());
        }
    }

    @Test
    void namesTellLayersAndDirectionsApartAsThoseOfWeights() {
        assertThat(lstm(1).names()).containsExactly("hidden", "cell");
        assertThat(new HiddenState(Tensor.zeros(DType.FLOAT32, 1, 1)).names())
                .containsExactly("hidden");
        assertThat(
                        RecurrentStack.lstm(RecurrentOptions.of(3, 4).withLayers(2), INIT)
                                .initialState(1)
                                .names())
                .containsExactly("hidden_l0", "cell_l0", "hidden_l1", "cell_l1");
        assertThat(new BidirectionalState<>(lstm(1), lstm(2)).names())
                .containsExactly("hidden", "cell", "hidden_reverse", "cell_reverse");
        var both =
                RecurrentStack.bidirectional(
                        RecurrentOptions.of(3, 4).withLayers(2),
                        Merge.SUM,
                        in -> new LstmCell(in, 4, INIT));
        assertThat(both.initialState(1).names())
                .containsExactly(
                        "hidden_l0",
                        "cell_l0",
                        "hidden_l0_reverse",
                        "cell_l0_reverse",
                        "hidden_l1",
                        "cell_l1",
                        "hidden_l1_reverse",
                        "cell_l1_reverse");
        Tensor tensor = Tensor.zeros(DType.FLOAT32, 1);
        assertThat(new Own(tensor, tensor).names()).containsExactly("0", "1");
    }

    @Test
    void aMapHoldsEachTensorUnderItsName() {
        var state = new StackState<>(List.of(lstm(1), lstm(5)));
        assertThat(state.asMap().keySet()).containsExactlyElementsOf(state.names());
        assertThat(state.asMap().get("cell_l1")).isSameAs(state.layer(1).cell());
        assertThat(state.get("cell_l1")).isSameAs(state.layer(1).cell());
        assertThatThrownBy(() -> state.get("cell"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no tensor 'cell'; there are [hidden_l0, cell_l0, hidden_l1, cell_l1]");
        assertThatThrownBy(() -> state.asMap().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        Map<String, Tensor> otherOrder = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(state.names());
        names.reversed().forEach(name -> otherOrder.put(name, state.asMap().get(name)));
        assertEqual(lstmStack(0).with(otherOrder), state);
    }

    private static StackState<LstmState> lstmStack(double value) {
        return new StackState<>(List.of(lstm(value), lstm(value)));
    }

    @Test
    void aMapOfOtherNamesIsRefused() {
        Tensor tensor = Tensor.zeros(DType.FLOAT32, 1, 1);
        assertThatThrownBy(() -> lstm(1).with(Map.of("hidden", tensor, "memory", tensor)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected a state's tensors [hidden, cell] but got [")
                .hasMessageContaining("memory");
        assertThatThrownBy(() -> lstm(1).with(Map.of("hidden", tensor)))
                .hasMessage("expected a state's tensors [hidden, cell] but got [hidden]");
    }

    @Test
    void rowsAreChosenInAnyOrder() {
        assertEqual(lstm(1, 2, 3).rows(2, 0, 2), lstm(3, 1, 3));
        assertEqual(lstm(1, 2, 3).rows(), lstm());
        var own = new Own(Tensor.of(new double[8], 2, 2, 2), Tensor.of(new double[] {7, 8}, 2));
        assertThat(own.rows(1).count().toDoubles()).containsExactly(8);
        assertThat(own.rows(1).level().shape().dims()).containsExactly(1, 2, 2);
    }

    @Test
    void rowsAreReplaced() {
        assertEqual(lstm(1, 2, 3, 4).withRows(lstm(8, 9), 3, 1), lstm(1, 9, 3, 8));
        assertEqual(lstm(1, 2).withRows(lstm(8, 9), 1, 0), lstm(9, 8));
        assertEqual(lstm(1, 2).withRows(lstm()), lstm(1, 2));
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        assertThatThrownBy(() -> lstm(1, 2).rows(0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a row from 0 to 1 but got 2");
        assertThatThrownBy(() -> lstm(1, 2).withRows(lstm(3), -1))
                .hasMessage("expected a row from 0 to 1 but got -1");
        assertThatThrownBy(() -> lstm(1, 2).withRows(lstm(3, 4), 1, 1))
                .hasMessage("row 1 is to be replaced twice");
        assertThatThrownBy(() -> lstm(1, 2, 3).withRows(lstm(3, 4, 5), 1))
                .hasMessage(
                        "expected a state with a row for each of 1 places but got 3 rows; rows(...)"
                                + " takes some of them");
    }

    @Test
    void statesAreJoined() {
        assertEqual(State.joined(List.of(lstm(1), lstm(), lstm(4, 2))), lstm(1, 4, 2));
        assertThatThrownBy(() -> State.joined(List.<LstmState>of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected at least one state to join");
    }

    @Test
    void statesOfAnotherKindAreRefused() {
        var other = new LstmCell(3, 4, Init.pytorch(Rng.seeded(1))).initialState(1);
        var float32 = new LstmCell(3, 2, Init.pytorch(Rng.seeded(1))).initialState(1);
        for (LstmState wrong : List.of(other, float32, new LstmCell(3, 4, INIT).initialState(1))) {
            assertThatThrownBy(() -> State.joined(List.of(lstm(1), wrong)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(
                            "expected a state of the same kind, [float64 [1, 2], float64 [1, 2]],"
                                    + " but got [float");
            assertThatThrownBy(() -> lstm(1).withRows(wrong, 0))
                    .hasMessageStartingWith("expected a state of the same kind");
        }
    }

    @Test
    void drawnNumbersFollowTheSeed() {
        var zeros =
                RecurrentStack.lstm(RecurrentOptions.of(3, 50).withLayers(2), INIT)
                        .initialState(40);
        var drawn = zeros.drawn(Initializer.normal(2, 3), Rng.seeded(8));
        assertEqual(drawn, zeros.drawn(Initializer.normal(2, 3), Rng.seeded(8)));
        List<double[]> numbers = drawn.tensors().stream().map(Tensor::toDoubles).toList();
        assertThat(numbers).hasSize(4);
        for (double[] one : numbers) { // 2,000 of them: the mean's deviation is 0.07
            double mean = Arrays.stream(one).average().orElse(0);
            assertThat(mean).isBetween(1.7, 2.3);
        }
        assertThat(numbers.get(0)).isNotEqualTo(numbers.get(1));
        assertThat(drawn.tensors()).allMatch(tensor -> tensor.type() == DType.FLOAT64);
    }

    /// A stream that begins anew is as if alone, and the others go on.
    @Test
    void resetRowsStartAnewAndOthersGoOn() {
        var layer = RecurrentStack.lstm(RecurrentOptions.of(3, 4).withLayers(2), INIT);
        Tensor input = Rng.seeded(3).normal(DType.FLOAT64, 0, 1, 3, 7, 3);
        var middle = layer.run(Sequence.of(input.slice(1, 0, 4)), Mode.inference()).finalState();
        var rest = Sequence.of(input.slice(1, 4, 7));
        var after = layer.run(rest, layer.reset(middle, 1), Mode.inference()).finalState();
        var whole = layer.run(Sequence.of(input), Mode.inference()).finalState();
        assertEqual(after.rows(0, 2), whole.rows(0, 2));
        assertEqual(after.rows(1), layer.run(rest, Mode.inference()).finalState().rows(1));
        assertEqual(layer.reset(middle), middle);
    }

    @Test
    void gradientsFlowToTheRowsThatAreKept() {
        Tensor kept = Tensor.of(new double[] {1, 2, 3}, 3, 1);
        Tensor fresh = Tensor.of(new double[] {5, 7}, 2, 1);
        Tensor weights = Tensor.of(new double[] {10, 20, 30}, 3, 1);
        var gradients =
                Autograd.differentiate(
                                List.of(kept, fresh),
                                () ->
                                        new HiddenState(kept)
                                                .withRows(new HiddenState(fresh), 2, 0)
                                                .hidden()
                                                .times(weights)
                                                .sum())
                        .gradients();
        assertThat(gradients.of(kept).toDoubles()).containsExactly(0, 20, 0);
        assertThat(gradients.of(fresh).toDoubles()).containsExactly(30, 10);
    }
}
