package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Nothing recurses over time: a hundred thousand steps fit a stack of the default size.
class LongSequenceTest {
    private static final int STEPS = 100_000;
    private static final Init INIT = Init.pytorch(Rng.seeded(2)).withType(DType.FLOAT32);

    @Test
    void aChainOfOperationsIsDifferentiated() {
        Tensor x = Tensor.scalar(DType.FLOAT64, 1);
        Gradients gradients =
                Autograd.differentiate(
                                List.of(x),
                                () -> {
                                    Tensor sum = x;
                                    for (int i = 0; i < STEPS; i++) {
                                        sum = sum.plus(x);
                                    }
                                    return sum;
                                })
                        .gradients();
        assertThat(gradients.of(x).item()).isEqualTo(STEPS + 1);
    }

    @Test
    void aLayerIsDifferentiated() {
        check(Recurrent.of(new LstmCell(2, 3, INIT)));
    }

    @Test
    void aLayerRunStepByStepIsDifferentiated() {
        check(Recurrent.of(new ElmanCell(2, 3, INIT)).eagerly());
    }

    private static <S extends State<S>> void check(Recurrent<S> layer) {
        RecurrentCell<S> cell = layer.cell();
        Tensor input = Rng.seeded(3).uniform(DType.FLOAT32, -1, 1, 1, STEPS, 2);
        List<Tensor> by = new ArrayList<>(cell.parameters().tensors());
        by.add(input);
        Autograd.Differentiated done =
                Autograd.differentiate(
                        by,
                        () ->
                                layer.forward(Sequence.of(input), Mode.inference())
                                        .values()
                                        .squared()
                                        .mean());
        assertThat(done.value().item()).isGreaterThan(0);
        for (Tensor tensor : by) {
            assertThat(done.gradients().of(tensor).isFinite()).isTrue();
            assertThat(done.gradients().reaches(tensor)).isTrue();
        }
    }
}
