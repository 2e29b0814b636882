package org.unroll.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class OptimizerStateTest {

    static Stream<Function<Parameters, Optimizer>> optimizers() {
        return Stream.of(
                p -> new Sgd(p, SgdOptions.of(0.1)),
                p -> new Sgd(p, SgdOptions.of(0.1).withNesterov(0.9)),
                p -> new RmsProp(p, RmsPropOptions.standard().withMomentum(0.9).withCentred(true)),
                p -> new Adam(p, AdamOptions.standard()),
                p -> new Adam(p, AdamOptions.keras().withAmsgrad(true)),
                p -> new AdamW(p, AdamWOptions.standard()),
                p -> new Adadelta(p, AdadeltaOptions.standard()),
                p -> new Adagrad(p, AdagradOptions.standard().withRateDecay(0.1)));
    }

    /// A copy that shares nothing, as a file would give.
    private static Map<String, Tensor> copyOf(Parameters tensors) {
        Map<String, Tensor> copy = new LinkedHashMap<>();
        tensors.asMap()
                .forEach((name, tensor) -> {
                    Object values =
                            switch (tensor.type()) {
                                case FLOAT32 -> tensor.toFloats();
                                case FLOAT64 -> tensor.toDoubles();
                                case INT32 -> tensor.toInts();
                            };
                    copy.put(name, Tensor.wrap(values, tensor.shape()));
                });
        return copy;
    }

    private static Parameters model() {
        Rng rng = Rng.seeded(3);
        return Parameters.of(
                "0.weight", rng.normal(DType.FLOAT32, 0, 1, 3, 2),
                "0.bias", rng.normal(DType.FLOAT64, 0, 1, 5));
    }

    private static void train(Parameters model, Optimizer optimizer, int from, int to) {
        for (int step = from; step < to; step++) {
            Rng rng = Rng.seeded(100 + step);
            Tensor weight = model.get("0.weight");
            Tensor bias = model.get("0.bias");
            Tensor byWeight = rng.normal(DType.FLOAT32, 0, 1, 3, 2);
            Tensor byBias = rng.normal(DType.FLOAT64, 0, 1, 5);
            optimizer.step(
                    Autograd.differentiate(
                                    model,
                                    () ->
                                            weight.times(byWeight)
                                                    .sum()
                                                    .to(DType.FLOAT64)
                                                    .plus(bias.times(byBias).sum()))
                            .gradients());
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void aResumedRunIsBitEqual(Function<Parameters, Optimizer> create) {
        Parameters whole = model();
        Optimizer undisturbed = create.apply(whole);
        undisturbed.learningRate(0.03);
        train(whole, undisturbed, 0, 9);

        Parameters first = model();
        Optimizer before = create.apply(first);
        before.learningRate(0.03);
        train(first, before, 0, 4);
        Parameters second = model();
        second.load(copyOf(first));
        Optimizer after = create.apply(second);
        after.load(copyOf(before.state()));
        train(second, after, 4, 9);

        assertThat(after.steps()).isEqualTo(9);
        assertThat(after.learningRate()).isEqualTo(0.03);
        for (String name : whole.names()) {
            assertThat(second.get(name).toDoubles()).isEqualTo(whole.get(name).toDoubles());
        }
        assertThat(after.state().names()).isEqualTo(undisturbed.state().names());
        for (String name : undisturbed.state().names()) {
            assertThat(after.state().get(name).toDoubles())
                    .isEqualTo(undisturbed.state().get(name).toDoubles());
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void threadsDoNotChangeBits(Function<Parameters, Optimizer> create) throws Exception {
        float[] one = Compute.withThreads(1, () -> largeRun(create));
        assertThat(Compute.withThreads(2, () -> largeRun(create))).isEqualTo(one);
        assertThat(Compute.withThreads(3, () -> largeRun(create))).isEqualTo(one);
    }

    /// Large enough to be divided.
    private static float[] largeRun(Function<Parameters, Optimizer> create) {
        Rng rng = Rng.seeded(8);
        Tensor parameter = rng.normal(DType.FLOAT32, 0, 1, 100_003);
        Optimizer optimizer = create.apply(Parameters.of("p", parameter));
        for (int step = 0; step < 3; step++) {
            Tensor by = rng.normal(DType.FLOAT32, 0, 1, 100_003);
            optimizer.step(
                    Autograd.differentiate(List.of(parameter), () -> parameter.times(by).sum())
                            .gradients());
        }
        return parameter.toFloats();
    }

    /// Clipping inside the update is clipping before it, bit for bit, for parameters of all sizes
    /// and types beside each other, on any number of threads.
    @ParameterizedTest
    @MethodSource("optimizers")
    void clippingOnTheWayIsClippingBefore(Function<Parameters, Optimizer> create) throws Exception {
        List<double[]> expected = clippedRun(create, gradients -> gradients.mapped(g -> g));
        for (int threads : new int[] {1, 2, 3, 8}) {
            List<double[]> actual =
                    Compute.withThreads(threads, () -> clippedRun(create, gradients -> gradients));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    private static List<double[]> clippedRun(
            Function<Parameters, Optimizer> create, UnaryOperator<Gradients> form) {
        Rng rng = Rng.seeded(9);
        Map<String, Tensor> model = new LinkedHashMap<>();
        for (int size : new int[] {3, 100_001, 0, 70_000, 1, 500}) {
            DType type = size == 70_000 || size == 3 ? DType.FLOAT64 : DType.FLOAT32;
            model.put("p" + size, rng.normal(type, 0, 1, size));
        }
        Parameters parameters = Parameters.of(model);
        Optimizer optimizer = create.apply(parameters);
        for (int step = 0; step < 3; step++) {
            Gradients gradients =
                    Autograd.differentiate(parameters, () -> randomSum(parameters, rng))
                            .gradients()
                            .clippedToValue(0.7);
            optimizer.step(form.apply(gradients.clippedToNorm(5)));
        }
        return parameters.tensors().stream().map(Tensor::toDoubles).toList();
    }

    private static Tensor randomSum(Parameters parameters, Rng rng) {
        Tensor sum = Tensor.scalar(DType.FLOAT64, 0);
        for (Tensor tensor : parameters.tensors()) {
            Tensor by = rng.normal(tensor.type(), 0, 1, tensor.shape().dims());
            sum = sum.plus(tensor.times(by).sum().to(DType.FLOAT64));
        }
        return sum;
    }

    @Test
    void namesTheStateByItsParameters() {
        assertThat(new Adam(model(), AdamOptions.standard()).state().names())
                .containsExactly(
                        "step",
                        "learningRate",
                        "firstMoment.0.weight",
                        "firstMoment.0.bias",
                        "secondMoment.0.weight",
                        "secondMoment.0.bias");
    }

    @Test
    void aStateThatDoesNotFitChangesNothing() {
        var optimizer = new Adam(model(), AdamOptions.standard());
        Map<String, Tensor> state = copyOf(new Adam(model(), AdamOptions.of(0.5)).state());
        state.put("secondMoment.0.bias", Tensor.zeros(DType.FLOAT64, 6));
        assertThatThrownBy(() -> optimizer.load(state))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secondMoment.0.bias")
                .hasMessageContaining("[5]")
                .hasMessageContaining("[6]");
        state.put("secondMoment.0.bias", Tensor.zeros(DType.FLOAT64, 5));
        state.put("step", Tensor.scalar(DType.FLOAT64, -1));
        assertThatThrownBy(() -> optimizer.load(state))
                .hasMessage("expected step to be a whole number >= 0 but got -1.0");
        assertThat(optimizer.learningRate()).isEqualTo(0.001);
    }

    @Test
    void changesATiedParameterOnce() {
        Tensor tied = Steps.parameter(DType.FLOAT64);
        var optimizer =
                new Sgd(Parameters.of("in.weight", tied, "out.weight", tied), SgdOptions.of(0.1));
        optimizer.step(Steps.gradients(tied, 1, 2));
        assertThat(tied.toDoubles()).containsExactly(1 - 0.1, -2 - 0.2);
    }

    @Test
    void raisesTheVersion() {
        Tensor parameter = Steps.parameter(DType.FLOAT64);
        int before = parameter.version();
        new Sgd(Parameters.of("p", parameter), SgdOptions.of(0.1))
                .step(Steps.gradients(parameter, 1, 2));
        assertThat(parameter.version()).isGreaterThan(before);
    }

    @Test
    void refusesForeignGradients() {
        Tensor parameter = Steps.parameter(DType.FLOAT64);
        Tensor other = Steps.parameter(DType.FLOAT64);
        var optimizer = new Sgd(Parameters.of("a", parameter, "b", other), SgdOptions.of(0.1));
        assertThatThrownBy(() -> optimizer.step(Steps.gradients(parameter, 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(parameter.toDoubles()).containsExactly(1, -2);
        assertThat(optimizer.steps()).isZero();
    }

    @Test
    void clippedGradientsAreWhatItSees() {
        Tensor parameter = Steps.parameter(DType.FLOAT64);
        var gradients =
                Autograd.differentiate(
                                List.of(parameter),
                                () -> parameter.times(Tensor.of(new double[] {3, -4})).sum())
                        .gradients();
        new Sgd(Parameters.of("p", parameter), SgdOptions.of(1))
                .step(gradients.clippedToValue(0.5));
        assertThat(parameter.toDoubles()).containsExactly(0.5, -1.5);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> SgdOptions.of(-1))
                .hasMessage("expected learningRate >= 0 but got -1.0");
        assertThatThrownBy(() -> AdamOptions.standard().withBetas(1, 0.9))
                .hasMessage("expected beta1 from 0 to below 1 but got 1.0");
        assertThatThrownBy(() -> AdamOptions.of(Double.NaN))
                .hasMessage("expected learningRate >= 0 but got NaN");
        assertThatThrownBy(() -> SgdOptions.of(1).withNesterov(0)).hasMessageContaining("Nesterov");
        assertThatThrownBy(() -> RmsPropOptions.standard().withEpsilon(0))
                .hasMessage("expected epsilon > 0 but got 0.0");
        var optimizer = new Adam(model(), AdamOptions.standard());
        assertThatThrownBy(() -> optimizer.learningRate(Double.POSITIVE_INFINITY))
                .hasMessage("expected learningRate >= 0 but got Infinity");
        assertThatThrownBy(() ->
                        new Adam(
                                Parameters.of("n", Tensor.of(new int[] {1})),
                                AdamOptions.standard()))
                .hasMessageContaining("n is int32");
    }
}
