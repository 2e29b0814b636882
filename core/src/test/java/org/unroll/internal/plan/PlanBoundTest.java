package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A step that takes a new form at each call, as one that attends to memories of all lengths: plans
/// do not pile up, and those that are dropped are no loss but of time.
class PlanBoundTest {
    private static final int MOST = PlannedEngine.MOST_PLANS;

    private final PlannedEngine engine = new PlannedEngine();
    private final Tensor w = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 2, 2);
    private final Tensor input = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, 3, 4, 2);

    /// Another form of the step for each length of the memory.
    private Tensor run(SequenceEngine engine, int length) {
        Tensor memory = Rng.seeded(length).normal(DType.FLOAT64, 0, 1, 3, length, 2);
        SequenceEngine.StepFunction step =
                (x, state, around) -> {
                    Tensor read = around.perRow(0).mean(1);
                    Tensor h = x.plus(state.getFirst().matmul(w)).plus(read).tanh();
                    return new SequenceEngine.StepResult(List.of(h), List.of(h));
                };
        SequenceCall call =
                new SequenceCall(
                        step,
                        input,
                        new SequenceSteps(3, 4, false, false, null, null),
                        List.of(Tensor.zeros(DType.FLOAT64, 3, 2)),
                        List.of(memory),
                        0,
                        null);
        return engine.run(call).outputs().getFirst();
    }

    @Test
    void plansAreBounded() {
        for (int length = 1; length <= MOST; length++) {
            run(engine, length);
            assertThat(engine.planCount()).isEqualTo(length);
        }
        run(engine, MOST);
        assertThat(engine.planCount()).as("a known form").isEqualTo(MOST);
        run(engine, MOST + 1);
        assertThat(engine.planCount()).as("one form too many").isEqualTo(1);
        Tensor again = run(engine, 5); // whose plan was dropped
        assertThat(engine.planCount()).isEqualTo(2);
        double[] expected = run(SequenceEngine.eager(), 5).toDoubles();
        assertThat(again.minus(Tensor.of(expected, 3, 4, 2)).abs().sum().item()).isLessThan(1e-12);
    }

    /// Plans are dropped between a run and its gradients.
    @Test
    void aRunThatGoesOnKeepsItsPlan() {
        double[] expected = gradient(false);
        assertThat(gradient(true)).isEqualTo(expected);
        assertThat(engine.planCount()).isLessThan(MOST);
    }

    private double[] gradient(boolean others) {
        return Autograd.differentiate(
                        List.of(w),
                        () -> {
                            Tensor loss = run(engine, 3).squared().sum();
                            for (int length = 4; others && length <= MOST + 4; length++) {
                                int forms = length;
                                Autograd.unfollowed(() -> run(engine, forms));
                            }
                            return loss;
                        })
                .gradients()
                .of(w)
                .toDoubles();
    }
}
