package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

/// Layers that make one vector of each row's valid steps.
class PoolingTest {
    private static final int ROWS = 4;
    private static final int STEPS = 19; // more than the partial sums of a row
    private static final int[] LENGTHS = {19, 0, 18, 3};

    static List<Layer> layers() {
        return List.of(new LastStep(), new MeanOverSteps(), new MaxOverSteps());
    }

    private static Tensor values(DType type, int features) {
        return Rng.seeded(features).normal(type, 0, 1, ROWS, STEPS, features);
    }

    /// One vector per row, and the gradient of its weighted sum.
    private static List<Tensor> pooled(Layer layer, Sequence input) {
        Tensor by = Rng.seeded(8).normal(input.values().type(), 0, 1, input.rows(), 1);
        var done =
                Autograd.differentiate(
                        List.of(input.values()),
                        () -> layer.forward(input, Mode.inference()).values().times(by).sum());
        return List.of(
                layer.forward(input, Mode.inference()).values(),
                done.gradients().of(input.values()));
    }

    private static Sequence withHoles(Tensor values, int seed) {
        Tensor mask = Rng.seeded(seed).uniform(DType.FLOAT32, 0, 1, ROWS, STEPS).greaterThan(0.4);
        Tensor some = Tensor.of(new float[] {1, 0, 1, 1}, ROWS, 1);
        return Sequence.masked(values, Layout.BATCH_FIRST, mask.times(some));
    }

    private static List<Sequence> sequences(Tensor values) {
        return List.of(Sequence.of(values), Sequence.of(values, LENGTHS), withHoles(values, 9));
    }

    private static Sequence timeFirst(Sequence input) {
        Tensor values = input.values().permuted(1, 0, 2);
        return input.hasLengths()
                ? Sequence.masked(values, Layout.TIME_FIRST, input.mask(DType.FLOAT32).transposed())
                : Sequence.timeFirst(values);
    }

    @Test
    void meanAndMaximumByHand() {
        Tensor values = Tensor.of(new double[] {1, 5, -3, 2, 9, 9, -1, -2, 9}, 3, 3, 1);
        Sequence input = Sequence.of(values, 3, 1, 2);
        assertThat(new MeanOverSteps().forward(input, Mode.inference()).values().toDoubles())
                .containsExactly(1, 2, -1.5);
        assertThat(new MaxOverSteps().forward(input, Mode.inference()).values().toDoubles())
                .containsExactly(5, 2, -1);
        Sequence holes =
                Sequence.masked(
                        values,
                        Layout.BATCH_FIRST,
                        Tensor.of(new int[] {1, 0, 1, 0, 0, 1, 0, 0, 0}, 3, 3));
        assertThat(new MeanOverSteps().forward(holes, Mode.inference()).values().toDoubles())
                .containsExactly(-1, 9, 0);
        assertThat(new MaxOverSteps().forward(holes, Mode.inference()).values().toDoubles())
                .containsExactly(1, 9, 0);
        assertThat(new LastStep().forward(holes, Mode.inference()).values().toDoubles())
                .containsExactly(-3, 9, 0);
    }

    /// In a batch, in either layout, with anything in the padding: the same bits.
    @ParameterizedTest
    @MethodSource("layers")
    void aRowIsItsValidStepsAlone(Layer layer) {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int features : new int[] {1, 5}) {
                for (Sequence input : sequences(values(type, features))) {
                    checkRows(layer, input);
                }
            }
            // sums in another order differ in about every second row
            for (int seed = 10; seed < 20; seed++) {
                checkRows(layer, withHoles(values(type, 1), seed));
            }
        }
    }

    private static void checkRows(Layer layer, Sequence input) {
        Tensor batch = layer.forward(input, Mode.inference()).values();
        for (int row = 0; row < ROWS; row++) {
            int[] valid = input.validSteps(row);
            Tensor alone = input.values().select(0, row).rows(Tensor.of(valid)).unsqueezed(0);
            assertThat(batch.select(0, row).toDoubles())
                    .as("row %d of %s", row, input)
                    .isEqualTo(layer.forward(alone).toDoubles());
        }
        List<Tensor> expected = pooled(layer, input);
        List<Tensor> turned = pooled(layer, timeFirst(input));
        assertThat(turned.getFirst().toDoubles()).isEqualTo(expected.getFirst().toDoubles());
        assertThat(turned.getLast().permuted(1, 0, 2).toDoubles())
                .isEqualTo(expected.getLast().toDoubles());
        Tensor mask = input.mask(input.values().type()).unsqueezed(2);
        for (double content : new double[] {1e30, Double.NaN, Double.NEGATIVE_INFINITY}) {
            Tensor filling = Tensor.scalar(mask.type(), content);
            List<Tensor> other =
                    pooled(layer, input.with(Tensor.where(mask, input.values(), filling)));
            for (int i = 0; i < other.size(); i++) {
                assertThat(other.get(i).toDoubles()).isEqualTo(expected.get(i).toDoubles());
            }
        }
    }

    /// Even where nothing is larger than what might fill the padding.
    @ParameterizedTest
    @MethodSource("layers")
    void validValuesMayBeTheLowest(Layer layer) {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double lowest = type == DType.FLOAT64 ? -Double.MAX_VALUE : -Float.MAX_VALUE;
            double infinite = Double.NEGATIVE_INFINITY;
            Tensor values =
                    Tensor.of(
                                    new double[] {
                                        infinite, 1, infinite, 2, 9, 9, // two steps
                                        lowest, 3, lowest, 4, 9, 9, // two
                                        infinite, 5, infinite, 6, infinite, 7, // three
                                        1, 1, 1, 1, 1, 1 // none
                                    },
                                    4,
                                    3,
                                    2)
                            .to(type);
            Sequence input = Sequence.of(values, 2, 2, 3, 0);
            for (Sequence batch : List.of(input, timeFirst(input))) {
                Tensor found = layer.forward(batch, Mode.inference()).values();
                for (int row = 0; row < 3; row++) {
                    Tensor alone = values.select(0, row).slice(0, 0, input.lengths()[row]);
                    assertThat(found.select(0, row).toDoubles())
                            .as("row %d of %s", row, batch)
                            .isEqualTo(layer.forward(alone.unsqueezed(0)).toDoubles());
                }
                assertThat(found.select(0, 3).toDoubles()).containsOnly(0);
            }
        }
    }

    @Test
    void lowestMaximaShareTheGradientAmongValidSteps() {
        for (double lowest : new double[] {Double.NEGATIVE_INFINITY, -Double.MAX_VALUE}) {
            Tensor values = Tensor.full(DType.FLOAT64, lowest, 2, 3, 1);
            var done =
                    Autograd.differentiate(
                            List.of(values),
                            () ->
                                    new MaxOverSteps()
                                            .forward(Sequence.of(values, 2, 0), Mode.inference())
                                            .values()
                                            .sum());
            assertThat(done.gradients().of(values).toDoubles())
                    .containsExactly(0.5, 0.5, 0, 0, 0, 0);
        }
    }

    @Test
    void wholeNumbersAreRefused() {
        Sequence input = Sequence.of(Tensor.of(new int[12], 2, 3, 2), 3, 1);
        for (Layer layer : List.of(new MeanOverSteps(), new MaxOverSteps())) {
            assertThatThrownBy(() -> layer.forward(input, Mode.inference()))
                    .hasMessage(
                            layer + ": expected float32 or float64 values but got int32 [2, 3, 2]");
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsAgreeWithDifferences(Layer layer) {
        Tensor values = values(DType.FLOAT64, 2);
        Tensor by = Rng.seeded(3).normal(DType.FLOAT64, 0, 1, ROWS, 2);
        List<Sequence> all = new ArrayList<>(sequences(values));
        for (Sequence input : all) {
            FiniteDifferences.check(
                    () -> layer.forward(input, Mode.inference()).values().times(by).sum(), values);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void noStepsGiveZeros(Layer layer) {
        for (Sequence input :
                List.of(
                        Sequence.of(Tensor.zeros(DType.FLOAT32, 3, 0, 2)),
                        Sequence.of(Tensor.zeros(DType.FLOAT32, 3, 0, 2), 0, 0, 0),
                        Sequence.timeFirst(Tensor.zeros(DType.FLOAT32, 0, 3, 2), 0, 0, 0),
                        Sequence.of(Tensor.ones(DType.FLOAT32, 3, 4, 2), 0, 0, 0))) {
            Tensor result = layer.forward(input, Mode.inference()).values();
            assertThat(result.shape().dims()).containsExactly(3, 2);
            assertThat(result.toDoubles()).containsOnly(0);
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void shapes(Layer layer) {
        Sequence input = Sequence.of(values(DType.FLOAT32, 5), LENGTHS);
        Sequence result = layer.forward(input, Mode.inference());
        assertThat(result.values().shape()).isEqualTo(layer.outputShape(input.values().shape()));
        assertThat(result.hasLengths()).isFalse();
        Sequence deep = input.with(input.values().reshaped(ROWS, STEPS, 5, 1));
        assertThat(layer.forward(deep, Mode.inference()).values().toDoubles())
                .isEqualTo(result.values().toDoubles());
        assertThatThrownBy(() -> layer.forward(Tensor.zeros(DType.FLOAT32, 3)))
                .hasMessage(layer + ": expected an input [rows, steps, ...] but got [3]");
    }

    @Test
    void equalMaximaShareTheGradient() {
        Tensor values = Tensor.of(new double[] {2, 1, 2, 2}, 1, 4, 1);
        Sequence input = Sequence.of(values, 3);
        assertThat(pooled(new MaxOverSteps(), input).getLast().get(0, 0, 0))
                .isEqualTo(pooled(new MaxOverSteps(), input).getLast().get(0, 2, 0))
                .isNotZero();
        assertThat(pooled(new MaxOverSteps(), input).getLast().get(0, 3, 0)).isZero();
    }

    /// The search for the first number that is not finite finds none here.
    @ParameterizedTest
    @MethodSource("layers")
    void nothingOnTheWayIsInfinite(Layer layer) {
        Sequence input = Sequence.of(values(DType.FLOAT32, 2), LENGTHS);
        Tensor result = FiniteCheck.run(() -> pooled(layer, input).getFirst());
        assertThat(result.isFinite()).isTrue();
    }
}
