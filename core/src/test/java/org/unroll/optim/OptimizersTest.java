package org.unroll.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Four steps with given gradients against what PyTorch 1.13 gives in float64, and against Keras's
/// formulas written out here.
class OptimizersTest {
    private static final double[][] GRADIENTS = {{0.5, -1}, {0.25, 2}, {-0.125, 0}, {1.5, -0.75}};

    private static Arguments row(
            String name, Function<Parameters, Optimizer> create, double first, double second) {
        return Arguments.of(name, create, first, second);
    }

    static Stream<Arguments> pytorch() {
        return Stream.of(
                row(
                        "sgd",
                        p -> new Sgd(p, SgdOptions.of(0.1).withWeightDecay(0.3)),
                        0.67826166,
                        -1.79249832),
                row(
                        "sgd, momentum",
                        p -> new Sgd(p, SgdOptions.of(0.1).withMomentum(0.9)),
                        0.63405,
                        -2.1231),
                row(
                        "sgd, dampening",
                        p ->
                                new Sgd(
                                        p,
                                        SgdOptions.of(0.1)
                                                .withMomentum(0.9)
                                                .withDampening(0.4)
                                                .withWeightDecay(0.1)),
                        0.64730754496,
                        -1.80429048992),
                row(
                        "sgd, Nesterov",
                        p -> new Sgd(p, SgdOptions.of(0.1).withNesterov(0.9)),
                        0.458145,
                        -2.13579),
                row(
                        "rmsprop",
                        p -> new RmsProp(p, RmsPropOptions.standard()),
                        0.7835289450427102,
                        -1.9574152578367972),
                row(
                        "rmsprop, all options",
                        p ->
                                new RmsProp(
                                        p,
                                        RmsPropOptions.of(0.02)
                                                .withAlpha(0.9)
                                                .withEpsilon(1e-3)
                                                .withWeightDecay(0.1)
                                                .withMomentum(0.8)
                                                .withCentred(true)),
                        0.6596354331775257,
                        -1.8962450969372928),
                row(
                        "adam",
                        p -> new Adam(p, AdamOptions.standard()),
                        0.9967966520875494,
                        -1.9996838791090938),
                row(
                        "adam, all options",
                        p ->
                                new Adam(
                                        p,
                                        AdamOptions.of(0.05)
                                                .withBetas(0.8, 0.9)
                                                .withEpsilon(1e-3)
                                                .withWeightDecay(0.1)
                                                .withAmsgrad(true)),
                        0.8325117383716051,
                        -1.9645369616702342),
                row(
                        "adamw",
                        p -> new AdamW(p, AdamWOptions.of(0.05)),
                        0.8379697552447888,
                        -1.9802465413832477),
                row(
                        "adadelta",
                        p -> new Adadelta(p, AdadeltaOptions.standard()),
                        0.99131951691943,
                        -1.998860734630813),
                row(
                        "adadelta, all options",
                        p ->
                                new Adadelta(
                                        p,
                                        AdadeltaOptions.of(0.5)
                                                .withRho(0.8)
                                                .withEpsilon(1e-3)
                                                .withWeightDecay(0.1)),
                        0.8922280355657618,
                        -1.9715538158472576),
                row(
                        "adagrad",
                        p -> new Adagrad(p, AdagradOptions.standard()),
                        0.978368055620423,
                        -1.995764278270715),
                row(
                        "adagrad, all options",
                        p ->
                                new Adagrad(
                                        p,
                                        AdagradOptions.of(0.1)
                                                .withRateDecay(0.2)
                                                .withWeightDecay(0.1)
                                                .withInitialSum(0.3)
                                                .withEpsilon(1e-2)),
                        0.8435109443463698,
                        -1.946323228476239));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pytorch")
    void isPyTorchs(
            String name, Function<Parameters, Optimizer> create, double first, double second) {
        Tensor parameter = Steps.parameter(DType.FLOAT64);
        Optimizer optimizer = create.apply(Parameters.of("p", parameter));
        for (double[] gradient : GRADIENTS) {
            optimizer.step(Steps.gradients(parameter, gradient));
        }
        assertThat(parameter.get(0)).isCloseTo(first, within(1e-14));
        assertThat(parameter.get(1)).isCloseTo(second, within(1e-14));
        assertThat(optimizer.steps()).isEqualTo(4);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pytorch")
    void isTheSameInFloat32(
            String name, Function<Parameters, Optimizer> create, double first, double second) {
        Tensor parameter = Steps.parameter(DType.FLOAT32);
        Optimizer optimizer = create.apply(Parameters.of("p", parameter));
        for (double[] gradient : GRADIENTS) {
            optimizer.step(Steps.gradients(parameter, gradient));
        }
        assertThat(parameter.get(0)).isCloseTo(first, within(1e-6));
        assertThat(parameter.get(1)).isCloseTo(second, within(1e-6));
    }

    @FunctionalInterface
    private interface KerasRule {
        /// One step of one number, given the gradient, the rate and the step's number from 1.
        double change(double gradient, double rate, int step);
    }

    /// The rate changes from step to step: that is where Keras's momentum differs.
    private static void checkKeras(
            Function<Parameters, Optimizer> create, KerasRule first, KerasRule second) {
        Tensor parameter = Steps.parameter(DType.FLOAT64);
        Optimizer optimizer = create.apply(Parameters.of("p", parameter));
        double base = optimizer.learningRate();
        double[] expected = parameter.toDoubles();
        for (int step = 1; step <= GRADIENTS.length; step++) {
            double rate = base / step;
            optimizer.learningRate(rate);
            optimizer.step(Steps.gradients(parameter, GRADIENTS[step - 1]));
            expected[0] += first.change(GRADIENTS[step - 1][0], rate, step);
            expected[1] += second.change(GRADIENTS[step - 1][1], rate, step);
        }
        assertThat(parameter.get(0)).isCloseTo(expected[0], within(1e-14));
        assertThat(parameter.get(1)).isCloseTo(expected[1], within(1e-14));
    }

    @Test
    void kerasSgdTakesTheRateIntoTheVelocity() {
        for (boolean nesterov : new boolean[] {false, true}) {
            class Rule implements KerasRule {
                double velocity;

                @Override
                public double change(double g, double rate, int step) {
                    velocity = 0.9 * velocity - rate * g;
                    return nesterov ? 0.9 * velocity - rate * g : velocity;
                }
            }
            var options = SgdOptions.of(0.1).withMomentum(0.9).keras();
            checkKeras(
                    p -> new Sgd(p, nesterov ? options.withNesterov(0.9) : options),
                    new Rule(),
                    new Rule());
        }
    }

    @Test
    void kerasRmsPropHasEpsilonInsideTheRoot() {
        class Rule implements KerasRule {
            double square;
            double mean;
            double velocity;

            @Override
            public double change(double g, double rate, int step) {
                square = 0.9 * square + 0.1 * g * g;
                mean = 0.9 * mean + 0.1 * g;
                velocity = 0.5 * velocity + rate * g / Math.sqrt(square - mean * mean + 1e-2);
                return -velocity;
            }
        }
        var options = RmsPropOptions.keras().withEpsilon(1e-2).withMomentum(0.5).withCentred(true);
        checkKeras(p -> new RmsProp(p, options), new Rule(), new Rule());
    }

    @Test
    void kerasAdamAddsEpsilonToTheUncorrectedRoot() {
        class Rule implements KerasRule {
            double mean;
            double square;

            @Override
            public double change(double g, double rate, int step) {
                mean += (g - mean) * (1 - 0.9);
                square += (g * g - square) * (1 - 0.999);
                double alpha =
                        rate * Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
                return -mean * alpha / (Math.sqrt(square) + 1e-2);
            }
        }
        var options = AdamOptions.keras().withLearningRate(0.1).withEpsilon(1e-2);
        checkKeras(p -> new Adam(p, options), new Rule(), new Rule());
    }

    @Test
    void kerasAdagradStartsAtATenthWithEpsilonInsideTheRoot() {
        class Rule implements KerasRule {
            double sum = 0.1;

            @Override
            public double change(double g, double rate, int step) {
                sum += g * g;
                return -rate * g / Math.sqrt(sum + 1e-2);
            }
        }
        var options = AdagradOptions.keras().withLearningRate(0.1).withEpsilon(1e-2);
        checkKeras(p -> new Adagrad(p, options), new Rule(), new Rule());
    }

    @Test
    void kerasDefaults() {
        assertThat(RmsPropOptions.keras())
                .isEqualTo(new RmsPropOptions(0.001, 0.9, 1e-7, 0, false, 0, Formula.KERAS));
        assertThat(AdamOptions.keras().epsilon()).isEqualTo(1e-7);
        assertThat(AdamWOptions.keras().weightDecay()).isEqualTo(0.004);
        assertThat(AdadeltaOptions.keras()).isEqualTo(new AdadeltaOptions(0.001, 0.95, 1e-7, 0));
        assertThat(AdagradOptions.keras())
                .isEqualTo(new AdagradOptions(0.001, 0, 0, 0.1, 1e-7, Formula.KERAS));
    }
}
