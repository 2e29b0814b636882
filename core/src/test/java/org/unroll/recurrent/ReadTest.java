package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Layout;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What layers give when they have read everything.
class ReadTest {
    private final Init init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
    private final LstmCell forward = new LstmCell(3, 4, init);
    private final LstmCell backward = new LstmCell(3, 4, init);
    private final Tensor values = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 5, 6, 3);
    private final Sequence input = Sequence.of(values, 6, 3, 0, 1, 5);

    private static Sequence withHoles(Tensor values, Layout layout) {
        Tensor mask =
                Tensor.of(
                        new int[][] {
                            {0, 1, 0, 1, 1, 0},
                            {1, 1, 1, 1, 1, 1},
                            {0, 0, 0, 0, 0, 0},
                            {0, 0, 0, 1, 0, 0},
                            {1, 0, 0, 0, 0, 1}
                        });
        return layout == Layout.BATCH_FIRST
                ? Sequence.masked(values, layout, mask)
                : Sequence.masked(values.permuted(1, 0, 2), layout, mask.transposed());
    }

    /// An LSTM's output is its hidden state, so after everything it is the final one; zeros where
    /// nothing was read.
    private static void assertReadsToTheEnd(Recurrent<LstmState> layer, Sequence input) {
        var initial = layer.initialState(5).drawn(Initializer.normal(0, 1), Rng.seeded(3));
        var read = layer.read(input, initial, Mode.inference());
        var state = layer.run(input, initial, Mode.inference()).finalState();
        double[] expected = state.hidden().toDoubles();
        int[] lengths = input.lengths();
        for (int i = 0; i < expected.length; i++) {
            expected[i] = lengths[i / 4] == 0 ? 0 : expected[i];
        }
        assertThat(read.output().toDoubles()).isEqualTo(expected);
        assertThat(read.state().hidden().toDoubles()).isEqualTo(state.hidden().toDoubles());
        assertThat(read.state().cell().toDoubles()).isEqualTo(state.cell().toDoubles());
    }

    @ParameterizedTest
    @EnumSource
    void oneDirection(Layout layout) {
        for (var layer : List.of(Recurrent.of(forward), Recurrent.of(forward).reversed())) {
            assertReadsToTheEnd(layer, withHoles(values, layout));
            assertReadsToTheEnd(layer, input);
            assertReadsToTheEnd(layer, Sequence.of(values));
            assertReadsToTheEnd(layer, Sequence.timeFirst(values.permuted(1, 0, 2)));
            assertReadsToTheEnd(layer, Sequence.of(values.slice(1, 0, 0), 0, 0, 0, 0, 0));
        }
    }

    /// PyTorch's `torch.cat([h_n[-2], h_n[-1]], 1)`, which the outputs' last step is not.
    @ParameterizedTest
    @EnumSource
    void bothDirections(Merge merge) {
        var both = Bidirectional.of(forward, backward, merge);
        for (Sequence sequence : List.of(input, withHoles(values, Layout.BATCH_FIRST))) {
            var read = both.read(sequence, Mode.inference());
            var ahead = Recurrent.of(forward).read(sequence, Mode.inference());
            var back = Recurrent.of(backward).reversed().read(sequence, Mode.inference());
            assertThat(read.output().toDoubles())
                    .isEqualTo(merge.of(ahead.output(), back.output()).toDoubles());
            assertThat(read.state().forward().cell().toDoubles())
                    .isEqualTo(ahead.state().cell().toDoubles());
            assertThat(read.state().backward().cell().toDoubles())
                    .isEqualTo(back.state().cell().toDoubles());
        }
    }

    @ParameterizedTest
    @EnumSource
    void stacks(Merge merge) {
        var stack =
                RecurrentStack.bidirectional(
                        RecurrentOptions.of(3, 4).withLayers(2).withDropout(0.3),
                        merge,
                        in -> new LstmCell(in, 4, init));
        Mode mode = Mode.training(Rng.seeded(7));
        var read = stack.read(input, mode);
        var whole = stack.run(input, Mode.training(Rng.seeded(7)));
        for (int i = 0; i < read.state().tensors().size(); i++) {
            assertThat(read.state().tensors().get(i).toDoubles())
                    .isEqualTo(whole.finalState().tensors().get(i).toDoubles());
        }
        var last = whole.finalState().last();
        Tensor merged = merge.of(last.forward().hidden(), last.backward().hidden());
        double[] expected = merged.toDoubles(); // the empty row's state is zero as well
        assertThat(read.output().toDoubles()).isEqualTo(expected);

        var onlyForward = RecurrentStack.lstm(RecurrentOptions.of(3, 4).withLayers(2), init);
        for (var one : List.of(onlyForward, onlyForward.reversed())) {
            assertThat(one.read(input, Mode.inference()).output().toDoubles())
                    .isEqualTo(
                            one.run(input, Mode.inference())
                                    .finalState()
                                    .last()
                                    .hidden()
                                    .toDoubles());
        }
    }

    @Test
    void residualsAddTheInputOfTheStepReadLast() {
        var square = Recurrent.of(new LstmCell(3, 3, init));
        var sequence = withHoles(values, Layout.BATCH_FIRST);
        int[] last = {4, 5, -1, 3, 5};
        int[] first = {1, 0, -1, 3, 0};
        for (var layer : List.of(square, square.reversed())) {
            var plain = layer.read(sequence, Mode.inference()).output();
            var read = Residual.of(layer).read(sequence, Mode.inference()).output();
            int[] steps = layer.direction() == Direction.FORWARD ? last : first;
            for (int row = 0; row < 5; row++) {
                Tensor expected = plain.select(0, row);
                if (steps[row] >= 0) {
                    expected = expected.plus(values.select(0, row).select(0, steps[row]));
                }
                assertThat(read.select(0, row).toDoubles()).isEqualTo(expected.toDoubles());
            }
        }
    }

    @Test
    void residualsOfBothDirectionsAddEachHalfWhereItEnds() {
        var both =
                Bidirectional.of(
                        new LstmCell(6, 3, init), new LstmCell(6, 3, init), Merge.CONCATENATE);
        Tensor wide = Rng.seeded(4).normal(DType.FLOAT64, 0, 1, 5, 6, 6);
        for (RecurrentLayer<?> residual :
                List.of(
                        Residual.of(both),
                        Residual.of(RecurrentStack.ofLayers(List.of(both), 0)))) {
            Sequence sequence = Sequence.of(wide, 6, 3, 0, 1, 5);
            Sequence outputs = residual.forward(sequence, Mode.inference());
            double[] expected =
                    Tensor.concat(
                                    1,
                                    Ends.of(outputs, Direction.FORWARD).slice(1, 0, 3),
                                    Ends.of(outputs, Direction.REVERSE).slice(1, 3, 6))
                            .toDoubles();
            assertThat(
                            new LastOutput(residual)
                                    .forward(sequence, Mode.inference())
                                    .values()
                                    .toDoubles())
                    .isEqualTo(expected);
        }
        var summed = Bidirectional.of(forward(4), forward(4), Merge.SUM);
        var four = Sequence.of(wide.slice(2, 0, 4));
        assertThatThrownBy(() -> Residual.of(summed).read(four, Mode.inference()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "Bidirectional(LstmCell(4 -> 4), SUM) ends at two timesteps, and with SUM"
                                + " no one of them belongs to its output");
    }

    private LstmCell forward(int size) {
        return new LstmCell(size, size, init);
    }

    @Test
    void asALayer() {
        var both = Bidirectional.of(forward, backward, Merge.CONCATENATE);
        var network = Sequential.of(new LastOutput(both), new Linear(8, 2, init));
        assertThat(network.forward(input, Mode.inference()).values().shape().dims())
                .containsExactly(5, 2);
        assertThat(network.summary(5, 6, 3).toString()).contains("LastOutput(Bidirectional");
        assertThat(new LastOutput(both).parameters().asMap()).isEqualTo(both.parameters().asMap());
        assertThat(network.outputShape(values.shape()).dims()).containsExactly(5, 2);
    }
}
