package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

class SequenceTest {
    private final Tensor values = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 3, 4, 2);

    private Sequence timeFirst(int... lengths) {
        return Sequence.timeFirst(values.permuted(1, 0, 2), lengths);
    }

    @Test
    void knowsRowsStepsAndLengths() {
        Sequence batch = Sequence.of(values, 4, 0, 2);
        assertThat(batch.rows()).isEqualTo(3);
        assertThat(batch.steps()).isEqualTo(4);
        assertThat(batch.lengths()).containsExactly(4, 0, 2);
        assertThat(timeFirst(4, 0, 2).rows()).isEqualTo(3);
        assertThat(timeFirst(4, 0, 2).steps()).isEqualTo(4);
        assertThat(Sequence.of(values).lengths()).containsExactly(4, 4, 4);
        assertThat(Sequence.of(values).hasLengths()).isFalse();
        batch.lengths()[0] = 99;
        assertThat(batch.lengths()).containsExactly(4, 0, 2);
    }

    @Test
    void masksInItsLayout() {
        Tensor mask = Sequence.of(values, 4, 0, 2).mask(DType.FLOAT32);
        assertThat(mask.type()).isEqualTo(DType.FLOAT32);
        assertThat(mask.shape().dims()).containsExactly(3, 4);
        assertThat(mask.toInts()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0);
        Tensor turned = timeFirst(4, 0, 2).mask(DType.FLOAT32);
        assertThat(turned.shape().dims()).containsExactly(4, 3);
        assertThat(turned.toDoubles()).isEqualTo(mask.transposed().toDoubles());
    }

    @Test
    void checksLengths() {
        assertThatThrownBy(() -> Sequence.of(values, 1, 2))
                .hasMessageContaining("one length for each of 3 rows")
                .hasMessageContaining("got 2 lengths");
        assertThatThrownBy(() -> Sequence.of(values, 1, 5, 2))
                .hasMessage("expected lengths from 0 to 4 but row 1 has length 5");
        assertThatThrownBy(() -> Sequence.of(values, 1, 2, 3).with(values.slice(1, 0, 3)))
                .hasMessageContaining("3 rows and 4 steps");
    }

    @Test
    void lengthsTravelWithTheValues() {
        var init = Init.pytorch(Rng.seeded(2)).withType(DType.FLOAT64);
        var network = Sequential.of(new Linear(2, 5, init), Activation.TANH, new Dropout(0.1));
        Sequence output = network.forward(Sequence.of(values, 4, 0, 2), Mode.inference());
        assertThat(output.lengths()).containsExactly(4, 0, 2);
        assertThat(output.values().shape().dims()).containsExactly(3, 4, 5);
        assertThat(network.forward(timeFirst(4, 0, 2), Mode.inference()).layout())
                .isEqualTo(Layout.TIME_FIRST);
    }

    @Test
    void lastStepIsEachRowsOwn() {
        double[] expected = {
            values.get(0, 3, 0), values.get(0, 3, 1), 0, 0, values.get(2, 1, 0), values.get(2, 1, 1)
        };
        var last = new LastStep();
        Sequence output = last.forward(Sequence.of(values, 4, 0, 2), Mode.inference());
        assertThat(output.values().shape().dims()).containsExactly(3, 2);
        assertThat(output.hasLengths()).isFalse();
        assertThat(output.values().toDoubles()).isEqualTo(expected);
        Sequence turned = last.forward(timeFirst(4, 0, 2), Mode.inference());
        assertThat(turned.values().toDoubles()).isEqualTo(expected);
        assertThat(turned.layout()).isEqualTo(Layout.BATCH_FIRST);
        assertThat(last.forward(values).toDoubles()).isEqualTo(values.select(1, 3).toDoubles());
        assertThat(last.outputShape(values.shape())).isEqualTo(output.values().shape());
        Tensor by = Rng.seeded(3).normal(DType.FLOAT64, 0, 1, 3, 2);
        FiniteDifferences.check(
                () ->
                        last.forward(Sequence.of(values, 4, 0, 2), Mode.inference())
                                .values()
                                .times(by)
                                .sum(),
                values);
    }
}
