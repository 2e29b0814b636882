package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class InitTest {
    private static final double[] NO_NUMBERS = {};

    private static Init pytorch() {
        return Init.named("pytorch", Rng.seeded(9)).withType(DType.FLOAT64);
    }

    private static Init keras() {
        return Init.named("keras", Rng.seeded(9)).withType(DType.FLOAT64);
    }

    /// Uniform numbers reach almost to their bounds, and their deviation is the bound / sqrt(3).
    private static void checkUniform(Tensor tensor, double bound) {
        double[] values = tensor.toDoubles();
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        assertThat(largest).isBetween(0.95 * bound, bound);
        double squares = Arrays.stream(values).map(value -> value * value).average().orElse(0);
        assertThat(Math.sqrt(squares)).isCloseTo(bound / Math.sqrt(3), within(0.05 * bound));
        // of 1000 numbers: five deviations of their mean
        assertThat(Arrays.stream(values).average().orElse(1)).isCloseTo(0, within(0.1 * bound));
    }

    @Test
    void pytorchsScheme() {
        checkUniform(pytorch().linearWeight(40, 25), 1 / 5.0);
        checkUniform(pytorch().linearBias(1000, 25), 1 / 5.0);
        checkUniform(pytorch().recurrentInputWeight(4, 16, 30), 1 / 4.0);
        checkUniform(pytorch().recurrentWeight(4, 16), 1 / 4.0);
        checkUniform(pytorch().recurrentInputBias(400, 4, 1), 1 / 2.0);
        checkUniform(pytorch().recurrentHiddenBias(400, 4), 1 / 2.0);
        double[] table = pytorch().embedding(100, 40, -1).toDoubles();
        double squares = Arrays.stream(table).map(value -> value * value).average().orElse(0);
        assertThat(squares).isCloseTo(1, within(0.1));
    }

    @Test
    void kerassScheme() {
        checkUniform(keras().linearWeight(40, 56), Math.sqrt(6.0 / 96));
        assertThat(keras().linearBias(10, 25).toDoubles()).containsOnly(0);
        // over the gates together, as Keras's one kernel [in, gates * hidden]
        checkUniform(keras().recurrentInputWeight(4, 16, 32), Math.sqrt(6.0 / 96));
        checkUniform(keras().embedding(100, 40, -1), 0.05);
        assertThat(keras().recurrentInputBias(4, 3, 1).toDoubles())
                .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0);
        assertThat(keras().recurrentInputBias(3, 3, -1).toDoubles()).containsOnly(0);
        assertThat(keras().recurrentHiddenBias(4, 3).toDoubles()).containsOnly(0);
    }

    @Test
    void kerassRecurrentWeightIsOrthogonalAsAWhole() {
        checkOrthonormalColumns(keras().recurrentWeight(4, 17));
        checkOrthonormalColumns(keras().recurrentWeight(1, 17));
        Tensor wide = Initializer.orthogonal().create(DType.FLOAT64, Rng.seeded(1), 5, 12);
        checkOrthonormalColumns(wide.transposed());
    }

    private static void checkOrthonormalColumns(Tensor matrix) {
        Tensor product = matrix.transposed().matmul(matrix);
        for (int i = 0; i < product.dim(0); i++) {
            for (int j = 0; j < product.dim(0); j++) {
                assertThat(product.get(i, j)).isCloseTo(i == j ? 1 : 0, within(1e-12));
            }
        }
    }

    @Test
    void orthogonalMatricesPreferNoSign() {
        // without the sign's fix, Householder's Q has a diagonal below zero
        int positive = 0;
        Rng rng = Rng.seeded(4);
        for (int i = 0; i < 400; i++) {
            Tensor q = Initializer.orthogonal().create(DType.FLOAT64, rng, 2, 2);
            positive += q.get(0, 0) > 0 ? 1 : 0;
        }
        assertThat(positive).isBetween(150, 250);
    }

    @Test
    void paddingRowsAreZero() {
        for (Init init : new Init[] {pytorch(), keras()}) {
            double[] table = init.embedding(5, 3, 2).toDoubles();
            for (int i = 0; i < table.length; i++) {
                assertThat(table[i] == 0).isEqualTo(i / 3 == 2);
            }
        }
    }

    @Test
    void sameSeedSameNumbersButEachTensorItsOwn() {
        Init first = pytorch();
        Init second = pytorch();
        Tensor weight = first.linearWeight(3, 4);
        assertThat(second.linearWeight(3, 4).toDoubles()).isEqualTo(weight.toDoubles());
        assertThat(first.linearWeight(3, 4).toDoubles()).isNotEqualTo(weight.toDoubles());
        assertThat(Init.pytorch(Rng.seeded(1)).linearWeight(3, 4).type()).isEqualTo(DType.FLOAT32);
    }

    @Test
    void initializers() {
        Rng rng = Rng.seeded(2);
        assertThat(Initializer.constant(2.5).create(DType.FLOAT32, rng, 2, 2).toDoubles())
                .containsOnly(2.5);
        assertThat(Initializer.zeros().create(DType.FLOAT32, rng, 0).toDoubles())
                .isEqualTo(NO_NUMBERS);
        checkUniform(Initializer.uniform(-2, 2).create(DType.FLOAT64, rng, 1000), 2);
        double[] normal = Initializer.normal(3, 0.1).create(DType.FLOAT64, rng, 1000).toDoubles();
        assertThat(Arrays.stream(normal).average().orElse(0)).isCloseTo(3, within(0.02));
        assertThatThrownBy(() -> Initializer.glorotUniform().create(DType.FLOAT32, rng, 2, 3, 4))
                .hasMessage("glorotUniform: expected a matrix but got the shape [2, 3, 4]");
        assertThatThrownBy(() -> Initializer.uniform(1, 0)).hasMessageContaining("low <= high");
        assertThatThrownBy(() -> Init.named("caffe", rng))
                .hasMessage("expected the initialisation pytorch or keras but got caffe");
        assertThatThrownBy(() -> Init.keras(rng).withType(DType.INT32))
                .hasMessageContaining("float32 or float64");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void everySizeIsAtLeastOne() {
        for (Init init : List.of(pytorch(), keras())) {
            refused(() -> init.linearWeight(0, 3), "expected a size of at least 1 but got 0");
            refused(() -> init.linearWeight(3, -1), "expected a size of at least 1 but got -1");
            refused(() -> init.linearBias(3, 0), "expected a size of at least 1 but got 0");
            refused(() -> init.embedding(0, 3, -1), "expected a size of at least 1 but got 0");
            refused(() -> init.embedding(2, 3, 2), "expected a padding index below 2 but got 2");
            refused(
                    () -> init.recurrentInputWeight(4, 0, 3),
                    "expected a size of at least 1 but got 0");
            refused(() -> init.recurrentWeight(0, 3), "expected a size of at least 1 but got 0");
            refused(
                    () -> init.recurrentInputBias(4, 0, 1),
                    "expected a size of at least 1 but got 0");
            refused(
                    () -> init.recurrentInputBias(1, 3, 1),
                    "expected a forget gate below 1 but got 1");
            refused(
                    () -> init.recurrentHiddenBias(4, -2),
                    "expected a size of at least 1 but got -2");
        }
    }

    @Test
    void partsOfTheSchemeCanBeChosen() {
        for (Init init : List.of(pytorch(), keras())) {
            Init own =
                    init.withInputWeights(Initializer.constant(2))
                            .withRecurrentWeights(Initializer.constant(3))
                            .withBiases(Initializer.constant(4))
                            .withForgetBias(5);
            assertThat(own.recurrentInputWeight(2, 3, 4).toDoubles()).hasSize(24).containsOnly(2);
            assertThat(own.recurrentWeight(2, 3).toDoubles()).hasSize(18).containsOnly(3);
            assertThat(own.recurrentWeight(2, 3, 5).toDoubles()).hasSize(30).containsOnly(3);
            assertThat(own.independentWeight(3).toDoubles()).containsExactly(3, 3, 3);
            assertThat(own.recurrentHiddenBias(2, 2).toDoubles()).containsExactly(4, 4, 4, 4);
            assertThat(own.recurrentInputBias(3, 2, 1).toDoubles())
                    .containsExactly(4, 4, 5, 5, 4, 4);
            assertThat(own.recurrentInputBias(2, 1, -1).toDoubles()).containsExactly(4, 4);
            assertThat(own.withType(DType.FLOAT32).recurrentWeight(1, 2).toDoubles())
                    .containsOnly(3);
            // other layers keep the scheme's
            assertThat(own.linearWeight(3, 4).toDoubles()).isNotEmpty().doesNotContain(2, 3);
        }
        assertThat(keras().withForgetBias(0).recurrentInputBias(4, 3, 1).toDoubles())
                .containsOnly(0);
        assertThatThrownBy(() -> keras().withForgetBias(Double.NaN))
                .hasMessage("expected a finite forget bias but got NaN");
    }

    @Test
    void theForgetBiasLeavesTheOthersAsDrawn() {
        double[] drawn = pytorch().recurrentInputBias(3, 2, 1).toDoubles();
        double[] set = pytorch().withForgetBias(1).recurrentInputBias(3, 2, 1).toDoubles();
        assertThat(set).containsExactly(drawn[0], drawn[1], 1, 1, drawn[4], drawn[5]);
    }

    @Test
    void weightsOfSomeCells() {
        checkUniform(pytorch().projectionWeight(20, 64), 1 / 8.0);
        checkUniform(keras().projectionWeight(32, 64), Math.sqrt(6.0 / 96));
        checkUniform(pytorch().recurrentWeight(4, 16, 30), 1 / 4.0);
        checkOrthonormalColumns(keras().recurrentWeight(4, 17, 5));
        checkUniform(pytorch().peephole(300, 4), 1 / 2.0);
        checkUniform(keras().peephole(100, 12), 1 / 2.0);
        checkUniform(pytorch().independentWeight(1000), 1);
        checkUniform(keras().independentWeight(1000), 1);
        assertThat(pytorch().peephole(3, 4).shape().dims()).containsExactly(12);
        assertThat(pytorch().projectionWeight(2, 4).shape().dims()).containsExactly(2, 4);
        refused(() -> keras().peephole(0, 4), "expected a size of at least 1 but got 0");
        refused(() -> keras().projectionWeight(2, 0), "expected a size of at least 1 but got 0");
        refused(() -> keras().independentWeight(0), "expected a size of at least 1 but got 0");
    }
}
