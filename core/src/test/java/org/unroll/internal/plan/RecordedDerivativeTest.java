package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.unroll.internal.plan.SequenceEngine.StepFunction;
import org.unroll.internal.plan.SequenceEngine.StepResult;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The derivative of a step that was seen before is not recorded anew, unless it may be another.
class RecordedDerivativeTest {
    private final Tensor w = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 2, 2);
    private final Tensor input = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 3, 4, 2);
    private final PlannedEngine engine = new PlannedEngine();
    private UnaryOperator<Tensor> derivative = Tensor::negated; // holds no tensor with values

    /// The same forwards, with a gradient that nobody can tell from what was recorded.
    private final class Scaled implements Autograd.CustomFunction {
        @Override
        public List<Tensor> forward(List<Tensor> inputs) {
            return List.of(inputs.getFirst().times(1));
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<@Nullable Tensor> gradients, boolean[] needed) {
            return Arrays.asList(derivative.apply(Objects.requireNonNull(gradients.getFirst())));
        }
    }

    private StepResult simple(Tensor x, List<Tensor> state) {
        Tensor h = x.plus(state.getFirst().matmul(w)).tanh();
        return new StepResult(List.of(h), List.of(h));
    }

    private StepResult scaled(Tensor x, List<Tensor> state) {
        Tensor product = state.getFirst().matmul(w);
        Tensor h = x.plus(Autograd.call(new Scaled(), List.of(product)).getFirst()).tanh();
        return new StepResult(List.of(h), List.of(h));
    }

    private SequenceCall call(StepFunction step) {
        return new SequenceCall(
                step,
                input,
                new SequenceSteps(3, 4, false, false, null, null),
                List.of(Rng.seeded(3).normal(DType.FLOAT64, 0, 1, 3, 2)),
                List.of(),
                0,
                null);
    }

    private static RecordedStep.Wants wants(boolean ofInput) {
        return (_, captured) -> {
            boolean[] all = new boolean[captured.size()];
            Arrays.fill(all, true);
            return new RecordedStep.Wanted(ofInput, new boolean[0], all, false);
        };
    }

    @Test
    void theSameStepHasTheSameDerivative() {
        Map<List<Object>, RecordedStep.Derived> known = new HashMap<>();
        SequenceCall call = call((x, state, _) -> simple(x, state));
        RecordedStep first = RecordedStep.of(call, 2, wants(true), known);
        RecordedStep second = RecordedStep.of(call, 2, wants(true), known);
        assertThat(second.derivative()).isNotNull().isSameAs(first.derivative());
        assertThat(second.signature()).isEqualTo(first.signature());
        assertThat(second.nodes()).hasSameSizeAs(first.nodes());
        RecordedStep other = RecordedStep.of(call, 2, wants(false), known);
        assertThat(other.derivative()).isNotSameAs(first.derivative());
        assertThat(Objects.requireNonNull(other.derivative()).input()).isEqualTo(-1);
        assertThat(other.signature()).isNotEqualTo(first.signature());
    }

    @Test
    void aFunctionWithItsOwnDerivativeIsAskedEachTime() {
        Map<List<Object>, RecordedStep.Derived> known = new HashMap<>();
        SequenceCall call = call((x, state, _) -> scaled(x, state));
        RecordedStep first = RecordedStep.of(call, 2, wants(true), known);
        derivative = g -> g.times(-3);
        RecordedStep second = RecordedStep.of(call, 2, wants(true), known);
        assertThat(second.derivative()).isNotSameAs(first.derivative());
        assertThat(known).isEmpty();

        double[] planned = gradient(engine);
        assertThat(planned).isEqualTo(gradient(new PlannedEngine()));
        derivative = g -> g.plus(g);
        assertThat(gradient(engine)).isEqualTo(gradient(new PlannedEngine())).isNotEqualTo(planned);
    }

    private double[] gradient(SequenceEngine engine) {
        SequenceCall call = call((x, state, _) -> scaled(x, state));
        return Autograd.differentiate(
                        List.of(w), () -> engine.run(call).outputs().getFirst().squared().sum())
                .gradients()
                .of(w)
                .toDoubles();
    }
}
