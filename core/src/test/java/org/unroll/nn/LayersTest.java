package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

class LayersTest {
    private final Rng rng = Rng.seeded(7);
    private final Init init = Init.pytorch(rng).withType(DType.FLOAT64);

    private Tensor normal(int... dims) {
        return rng.normal(DType.FLOAT64, 0, 1, dims);
    }

    @Test
    void linearIsAProductAndABias() {
        var linear = new Linear(3, 2, init);
        linear.parameters()
                .load(
                        Map.of(
                                "weight", Tensor.of(new double[][] {{1, 2, 3}, {-1, 0, 4}}),
                                "bias", Tensor.of(new double[] {0.5, -0.25})));
        Tensor output = linear.forward(Tensor.of(new double[][] {{1, 1, 1}, {2, 0, -1}}));
        assertThat(output.toDoubles()).containsExactly(6.5, 2.75, -0.5, -6.25);
    }

    @Test
    void linearTakesAnyNumberOfAxes() {
        var linear = new Linear(3, 4, init);
        Tensor input = normal(2, 5, 3);
        Tensor output = linear.forward(input);
        assertThat(output.shape().dims()).containsExactly(2, 5, 4);
        assertThat(linear.forward(input.reshaped(10, 3)).toDoubles()).isEqualTo(output.toDoubles());
        assertThat(linear.outputShape(input.shape())).isEqualTo(output.shape());
    }

    @Test
    void linearHasGradients() {
        var linear = new Linear(3, 4, init);
        Tensor input = normal(2, 5, 3);
        Tensor by = normal(2, 5, 4);
        FiniteDifferences.check(
                () -> linear.forward(input).times(by).sum(),
                input,
                linear.parameters().get("weight"),
                linear.parameters().get("bias"));
    }

    @Test
    void linearWithoutBiasHasNone() {
        var linear = Linear.withoutBias(3, 4, init);
        assertThat(linear.parameters().names()).containsExactly("weight");
        assertThat(linear.forward(Tensor.zeros(DType.FLOAT64, 1, 3)).toDoubles()).containsOnly(0);
        assertThat(linear).hasToString("Linear(3 -> 4, without bias)");
    }

    @Test
    void linearSaysWhatDoesNotFit() {
        var linear = new Linear(9, 4, init);
        assertThatThrownBy(() -> linear.forward(normal(32, 50, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Linear(9 -> 4): expected an input [..., 9] but got [32, 50, 8]");
        assertThatThrownBy(() -> new Linear(0, 4, init)).hasMessage("expected in >= 1 but got 0");
    }

    @Test
    void layerNormIsPyTorchs() {
        var norm = new LayerNorm(4, init);
        norm.parameters()
                .load(
                        Map.of(
                                "weight", Tensor.of(new double[] {1, 0.5, 2, -1}),
                                "bias", Tensor.of(new double[] {0.1, 0.2, -0.3, 0.4})));
        Tensor output =
                norm.forward(Tensor.of(new double[][] {{1, 2, -3, 4}, {0.5, 0.5, 0.5, 0.25}}));
        // PyTorch 1.13
        double[] expected = {
            0.1,
            0.39611598427979267,
            -3.437855748476682,
            -0.7766959056787558,
            0.6771040906178584,
            0.4885520453089292,
            0.8542081812357167,
            2.131312271853575
        };
        assertThat(output.toDoubles()).containsExactly(expected, within(1e-14));
        Tensor input = normal(2, 3, 4);
        Tensor by = normal(2, 3, 4);
        FiniteDifferences.check(
                () -> norm.forward(input).times(by).sum(),
                input,
                norm.parameters().get("weight"),
                norm.parameters().get("bias"));
    }

    @Test
    void layerNormTakesAnotherEpsilon() {
        var norm = new LayerNorm(2, init).withEpsilon(3);
        // mean 1, variance 1: ±1 / sqrt(1 + 3)
        assertThat(norm.forward(Tensor.of(new double[] {0, 2}, 1, 2)).toDoubles())
                .containsExactly(-0.5, 0.5);
        assertThatThrownBy(() -> norm.withEpsilon(-1)).hasMessageContaining("epsilon");
    }

    @Test
    void activations() {
        Tensor x = Tensor.of(new double[] {-2, 0.5, 3});
        assertThat(Activation.IDENTITY.apply(x)).isSameAs(x);
        assertThat(Activation.RELU.apply(x).toDoubles()).containsExactly(0, 0.5, 3);
        assertThat(Activation.LEAKY_RELU.apply(x).toDoubles())
                .containsExactly(new double[] {-0.02, 0.5, 3}, within(1e-16));
        for (int i = 0; i < 3; i++) {
            double value = x.get(i);
            double sigmoid = 1 / (1 + Math.exp(-value));
            assertThat(Activation.TANH.apply(x).get(i)).isCloseTo(Math.tanh(value), within(1e-14));
            assertThat(Activation.SIGMOID.apply(x).get(i)).isCloseTo(sigmoid, within(1e-14));
            assertThat(Activation.SILU.apply(x).get(i)).isCloseTo(value * sigmoid, within(1e-14));
        }
        assertThat(Activation.SOFTMAX.apply(x).sum().item()).isCloseTo(1, within(1e-15));
        assertThat(Activation.LOG_SOFTMAX.apply(x).exp().toDoubles())
                .containsExactly(Activation.SOFTMAX.apply(x).toDoubles(), within(1e-14));
        Tensor noKink = Tensor.of(new double[] {-2, 0.5, 2.9});
        for (Activation activation : Activation.values()) {
            Tensor by = Tensor.of(new double[] {0.3, -1.1, 0.7});
            FiniteDifferences.check(() -> activation.apply(noKink).times(by).sum(), noKink);
        }
        assertThat(Activation.LEAKY_RELU).hasToString("leaky relu");
    }

    @Test
    void flattenKeepsTheOrderOfTime() {
        Tensor values = normal(2, 3, 4);
        Tensor flat = new Flatten().forward(values);
        assertThat(flat.shape().dims()).containsExactly(2, 12);
        var timeFirst = Sequence.timeFirst(values.permuted(1, 0, 2));
        assertThat(new Flatten().forward(timeFirst, Mode.inference()).values().toDoubles())
                .isEqualTo(flat.toDoubles());
        assertThatThrownBy(() -> new Flatten().forward(Sequence.of(values, 3, 2), Mode.inference()))
                .hasMessageContaining("LastStep");
    }
}
