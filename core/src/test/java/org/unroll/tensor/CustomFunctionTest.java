package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Functions that bring their own derivative.
class CustomFunctionTest {
    private final Tensor x = Tensor.of(new double[] {1, 2, 3});

    /// Hands its inputs on, some number of times, and gives whatever gradients it is told to.
    private record HandsOn(
            int times, Function<List<@Nullable Tensor>, List<@Nullable Tensor>> derivative)
            implements Autograd.CustomFunction {
        @Override
        public List<Tensor> forward(List<Tensor> inputs) {
            Tensor[] all = new Tensor[times];
            Arrays.fill(all, inputs.getFirst());
            return List.of(all);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<@Nullable Tensor> outputGradients, boolean[] needed) {
            return derivative.apply(outputGradients);
        }
    }

    private static HandsOn reversal() {
        return new HandsOn(1, gradients -> List.of(some(gradients.getFirst()).negated()));
    }

    private static Tensor some(@Nullable Tensor tensor) {
        if (tensor == null) {
            throw new AssertionError("expected a gradient");
        }
        return tensor;
    }

    @Test
    void anInputMayBeTheResult() {
        Gradients gradients =
                Autograd.differentiate(
                                List.of(x),
                                () -> {
                                    Tensor y = x.times(2);
                                    Tensor z = Autograd.call(reversal(), List.of(y)).getFirst();
                                    return y.times(3).plus(z.times(10)).sum();
                                })
                        .gradients();
        assertThat(gradients.of(x).toDoubles()).containsExactly(-14, -14, -14);
    }

    @Test
    void whatIsDifferentiatedByMayBeTheResult() {
        Gradients gradients =
                Autograd.differentiate(
                                List.of(x),
                                () -> {
                                    Tensor z = Autograd.call(reversal(), List.of(x)).getFirst();
                                    return x.times(3).plus(z.times(10)).sum();
                                })
                        .gradients();
        assertThat(gradients.of(x).toDoubles()).containsExactly(-7, -7, -7);
    }

    @Test
    void aTensorMayBeTwoResults() {
        HandsOn twice =
                new HandsOn(
                        2,
                        gradients ->
                                List.of(
                                        some(gradients.get(0))
                                                .plus(some(gradients.get(1)).times(100))));
        Gradients gradients =
                Autograd.differentiate(
                                List.of(x),
                                () -> {
                                    List<Tensor> both = Autograd.call(twice, List.of(x.times(1)));
                                    return both.get(0).times(2).plus(both.get(1).times(3)).sum();
                                })
                        .gradients();
        assertThat(gradients.of(x).toDoubles()).containsExactly(302, 302, 302);
    }

    /// What it brings is recorded in place of its operations' own derivative.
    @Test
    void aRecordingGoesByItsDerivative() {
        Recording recording = new Recording();
        Tensor argument = recording.argument(Shape.of(2, 3), DType.FLOAT64);
        Tensor y = Autograd.call(reversal(), List.of(argument.tanh())).getFirst();
        Tensor gradient = recording.argument(y.shape(), y.type());
        int start = recording.nodes().size();
        List<@Nullable Tensor> gradients =
                recording.differentiate(Map.of(y, gradient), List.of(argument), _ -> true);
        assertThat(some(gradients.getFirst()).shape()).isEqualTo(argument.shape());
        List<Recording.Node> derivative =
                recording.nodes().subList(start, recording.nodes().size());
        assertThat(derivative.toString()).contains("NEGATE").contains("TANH_GRADIENT");
    }

    @Test
    void aRecordingRefusesOneThatReadsValues() {
        Tensor argument = new Recording().argument(Shape.of(2, 3), DType.FLOAT32);
        Autograd.CustomFunction reader =
                new Autograd.CustomFunction() {
                    @Override
                    public List<Tensor> forward(List<Tensor> inputs) {
                        return List.of(Tensor.of(inputs.getFirst().toDoubles()));
                    }

                    @Override
                    public List<@Nullable Tensor> gradients(
                            List<@Nullable Tensor> outputGradients, boolean[] needed) {
                        return outputGradients;
                    }
                };
        assertThatThrownBy(() -> Autograd.call(reader, List.of(argument)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("toDoubles(): the values of a recorded tensor")
                .hasMessageContaining("eagerly()");
    }

    @Test
    void gradientsMustFit() {
        refused(List.of(), "gave 0 gradients for 1 inputs");
        refused(
                List.of(Tensor.zeros(DType.FLOAT64, 1)),
                "for input 0, float64 [3], a gradient float64 [1]");
        refused(
                List.of(Tensor.zeros(DType.FLOAT32, 3)),
                "for input 0, float64 [3], a gradient float32 [3]");
    }

    private void refused(List<@Nullable Tensor> gradients, String message) {
        HandsOn wrong = new HandsOn(1, _ -> gradients);
        assertThatThrownBy(() ->
                        Autograd.differentiate(
                                List.of(x),
                                () -> Autograd.call(wrong, List.of(x)).getFirst().sum()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
