package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

/// Each function against its formula in plain Java, with derivatives.
class ActivationTest {
    private static final double[] NUMBERS = {-30, -7, -3.5, -2.4, -1, -0.3, -1e-9, 1e-9, 0.2, 2, 8};

    private static Arguments of(ActivationFunction function, DoubleUnaryOperator formula) {
        return Arguments.of(function, formula);
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                of(Activation.RELU6, x -> Math.min(Math.max(x, 0), 6)),
                of(Activation.ELU, x -> x > 0 ? x : Math.expm1(x)),
                of(new Elu(0.7), x -> x > 0 ? x : 0.7 * Math.expm1(x)),
                of(
                        Activation.SELU,
                        x -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))),
                of(Activation.LEAKY_RELU, x -> x > 0 ? x : 0.01 * x),
                of(new LeakyRelu(0.3), x -> x > 0 ? x : 0.3 * x),
                of(Activation.SILU, x -> x / (1 + Math.exp(-x))),
                of(Activation.GELU, x -> x * (1 + erf(x / Math.sqrt(2))) / 2),
                of(
                        Activation.GELU_TANH,
                        x ->
                                0.5
                                        * x
                                        * (1
                                                + Math.tanh(
                                                        Math.sqrt(2 / Math.PI)
                                                                * (x + 0.044715 * x * x * x)))),
                of(Activation.MISH, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
                of(Activation.SOFTPLUS, x -> Math.log1p(Math.exp(x))),
                of(Activation.SOFTSIGN, x -> x / (1 + Math.abs(x))),
                of(Activation.EXPONENTIAL, Math::exp),
                of(Activation.HARD_TANH, x -> Math.clamp(x, -1.0, 1)),
                of(Activation.HARD_SIGMOID, x -> Math.clamp(x / 6 + 0.5, 0.0, 1)),
                of(Activation.HARD_SIGMOID_FIFTH, x -> Math.clamp(0.2 * x + 0.5, 0.0, 1)));
    }

    /// `2 / sqrt(π) exp(-x²) Σ 2^n x^(2n + 1) / (1 · 3 · 5 ··· (2n + 1))`: no term is negative.
    /// From 6.3 on it is 1 to 18 digits.
    private static double erf(double x) {
        double sum = 0;
        double term = x;
        for (int n = 0; n < 400 && x * x < 40; n++) {
            sum += term;
            term *= 2 * x * x / (2 * n + 3);
        }
        return x * x < 40 ? 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum : Math.signum(x);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void isItsFormula(ActivationFunction function, DoubleUnaryOperator formula) {
        double[] exact = function.apply(Tensor.of(NUMBERS)).toDoubles();
        double[] rounded = function.apply(Tensor.of(NUMBERS).to(DType.FLOAT32)).toDoubles();
        for (int i = 0; i < NUMBERS.length; i++) {
            double expected = formula.applyAsDouble(NUMBERS[i]);
            // relative, also where the value is tiny: nothing may cancel. The one sum of numbers
            // that nearly cancel is 1 + tanh, or 1 + erf.
            boolean cancels = function == Activation.GELU || function == Activation.GELU_TANH;
            double floor = cancels ? 1 : 0;
            double size = Math.abs(expected) + floor;
            assertThat(exact[i]).as("%s", NUMBERS[i]).isCloseTo(expected, within(4e-15 * size));
            double single = formula.applyAsDouble((float) NUMBERS[i]);
            assertThat(rounded[i]).as("%s", NUMBERS[i]).isCloseTo(single, within(2e-6 * size));
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void derivativesAgreeWithDifferences(ActivationFunction function, DoubleUnaryOperator formula) {
        // away from every kink, since differences straddle it
        Tensor x = Tensor.of(new double[] {-7, -3.5, -2.4, -1.1, -0.3, 0.2, 0.9, 2.2, 3.3, 8});
        Tensor by = Tensor.of(new double[] {0.3, -1.1, 0.7, 2, -0.4, 0.9, -1.3, 1, 0.5, -0.001});
        FiniteDifferences.check(() -> function.apply(x).times(by).sum(), x);
    }

    private static double[] slopes(ActivationFunction function, double... at) {
        Tensor x = Tensor.of(at);
        return Autograd.differentiate(List.of(x), () -> function.apply(x).sum())
                .gradients()
                .of(x)
                .toDoubles();
    }

    /// As PyTorch has them.
    @Test
    void derivativesAtKinks() {
        assertThat(slopes(Activation.LEAKY_RELU, -0.0, 0)).containsExactly(0.01, 0.01);
        assertThat(slopes(Activation.ELU, -0.0, 0)).containsExactly(1, 1);
        assertThat(slopes(new Elu(0.5), 0)).containsExactly(0.5);
        assertThat(slopes(Activation.RELU6, 0, 6)).containsExactly(0, 0);
        assertThat(slopes(Activation.HARD_TANH, -1, 1)).containsExactly(0, 0);
        assertThat(slopes(Activation.HARD_SIGMOID, -3, 3, 0)).containsExactly(0, 0, 1 / 6.0);
        assertThat(slopes(Activation.HARD_SIGMOID_FIFTH, -2.5, 2.5, 0)).containsExactly(0, 0, 0.2);
        assertThat(slopes(Activation.SOFTPLUS, 0)).containsExactly(0.5);
        assertThat(slopes(Activation.SOFTSIGN, 0)).containsExactly(1);
        assertThat(slopes(Activation.MISH, 0)[0]).isCloseTo(0.6, within(1e-15)); // tanh(log 2)
    }

    /// What overflows on the way is not chosen, and must not spoil the derivative either.
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"EXPONENTIAL", "SOFTMAX", "LOG_SOFTMAX"})
    void largeNumbersAndNoNumbers(Activation function) {
        assertThat(function.apply(Tensor.of(new double[] {-1000, 1000})).isFinite()).isTrue();
        assertThat(Tensor.of(slopes(function, -1000, 1000)).isFinite()).isTrue();
        assertThat(function.apply(Tensor.of(new double[] {Double.NaN})).item()).isNaN();
    }

    @Test
    void aFunctionOfOnesOwnIsALayer() {
        ActivationFunction square = Tensor::squared;
        Tensor x = Tensor.of(new double[][] {{-2, 3}});
        assertThat(Sequential.of(square, Activation.RELU).forward(x).toDoubles())
                .containsExactly(4, 9);
        assertThat(square.outputShape(x.shape())).isEqualTo(x.shape());
        assertThat(square.parameters().names()).isEmpty();
    }

    @Test
    void namesAndRanges() {
        assertThat(Activation.HARD_SIGMOID).hasToString("hard sigmoid");
        assertThat(new LeakyRelu(0.3)).hasToString("leaky relu(0.3)");
        assertThat(new Elu(0.5)).hasToString("elu(0.5)");
        assertThatThrownBy(() -> new LeakyRelu(Double.NaN))
                .hasMessage("expected a finite slope but got NaN");
        assertThatThrownBy(() -> new Elu(Double.POSITIVE_INFINITY))
                .hasMessage("expected a finite alpha but got Infinity");
    }
}
