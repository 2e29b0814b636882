package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What a call leaves behind when it fails, in the user's step or in the middle of the run: an
/// engine that gives the same bits as before, no packed weights that count as in use, and no
/// memory.
class FailedRunTest {
    private static final int ROWS = 40; // three groups
    private static final int STEPS = 5;
    private static final int SIZE = 48;
    private static final int FAILURES = 1000;

    private final PlannedEngine engine = new PlannedEngine();
    private final Tensor w = Rng.seeded(1).normal(DType.FLOAT32, 0, 0.2, SIZE, SIZE);
    private final Tensor input = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, ROWS, STEPS, SIZE);
    private boolean stepFails;

    /// @param values as long as the run's timesteps say, or too short for them
    private SequenceCall call(Tensor values) {
        SequenceEngine.StepFunction step =
                (x, state, _) -> {
                    Tensor h = x.plus(state.getFirst().matmul(w)).tanh();
                    if (stepFails) {
                        throw new UnsupportedOperationException("the step's own");
                    }
                    return new SequenceEngine.StepResult(List.of(h), List.of(h));
                };
        return new SequenceCall(
                step,
                values,
                new SequenceSteps(ROWS, STEPS, false, false, null, null),
                List.of(Tensor.zeros(DType.FLOAT32, ROWS, SIZE)),
                List.of(),
                0,
                null);
    }

    private Tensor run(Tensor values) {
        return engine.run(call(values)).outputs().getFirst();
    }

    private Tensor gradient(Tensor values) {
        return Autograd.differentiate(List.of(w), () -> run(values).squared().sum())
                .gradients()
                .of(w);
    }

    private Tensor stack(Tensor values) {
        SequenceEngine.StackLayer lower =
                new SequenceEngine.StackLayer(engine, call(values), false);
        SequenceEngine.StackLayer upper =
                new SequenceEngine.StackLayer(
                        engine, call(Tensor.zeros(DType.FLOAT32, 1, 1, SIZE)), true);
        return SequenceEngine.runStack(List.of(lower, upper)).getLast().outputs().getFirst();
    }

    /// Fewer rows than the run takes: reading them fails at some row.
    private final Tensor tooShort = input.slice(0, 0, ROWS / 2);

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void fails(Callable<Tensor> good, Callable<Tensor> bad, Class<?> how) throws Exception {
        Object expected = good.call().array();
        int plans = engine.planCount();
        assertThat(engine.readers()).isZero();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(bad::call).isInstanceOf(how);
        }
        long before = usedHeap();
        for (int i = 0; i < FAILURES; i++) {
            try {
                bad.call();
                throw new AssertionError("it did not fail");
            } catch (RuntimeException e) {
                assertThat(e).isInstanceOf(how);
            }
        }
        // the rows of the outputs alone, kept by every fourth call, would be more
        long run = (long) ROWS * STEPS * SIZE * Float.BYTES;
        assertThat(usedHeap() - before).isLessThan(FAILURES / 4 * run);
        assertThat(engine.readers()).isZero();
        assertThat(engine.planCount()).isEqualTo(plans);
        stepFails = false;
        assertThat(good.call().array()).isEqualTo(expected);
        assertThat(engine.readers()).isZero();
    }

    private interface Kind {
        Tensor run(Tensor values);
    }

    private List<Kind> kinds() {
        return List.of(this::run, this::gradient, this::stack);
    }

    @Test
    void inTheStep() throws Exception {
        for (Kind kind : kinds()) {
            fails(
                    () -> kind.run(input),
                    () -> {
                        stepFails = true;
                        return kind.run(input);
                    },
                    UnsupportedOperationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void inTheMiddleOfTheRun(int threads) throws Exception {
        Compute.withThreads(
                threads,
                () -> {
                    for (Kind kind : kinds()) {
                        fails(
                                () -> kind.run(input),
                                () -> kind.run(tooShort),
                                IndexOutOfBoundsException.class);
                    }
                    return true;
                });
    }

    /// Differentiates a run by a gradient that has fewer timesteps than its output.
    private record TooShort(PlanRun run) implements Autograd.CustomFunction {
        @Override
        public List<Tensor> forward(List<Tensor> inputs) {
            return run.forward(inputs);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<@Nullable Tensor> outputGradients, boolean[] needed) {
            List<@Nullable Tensor> wrong = new ArrayList<>(outputGradients);
            wrong.set(0, Tensor.ones(DType.FLOAT32, 1, 1, SIZE));
            return run.gradients(wrong, needed);
        }
    }

    private Tensor failingGradient() {
        return Autograd.differentiate(
                        List.of(w),
                        () -> {
                            PlannedEngine.Ready ready = engine.ready(call(input));
                            return Autograd.call(new TooShort(ready.run()), ready.inputs())
                                    .getFirst()
                                    .sum();
                        })
                .gradients()
                .of(w);
    }

    @Test
    void inTheGradients() throws Exception {
        fails(() -> gradient(input), this::failingGradient, IndexOutOfBoundsException.class);
    }

    /// A thread that is interrupted runs to the end, and stays interrupted.
    @Test
    void anInterruptIsNoFailure() throws Exception {
        for (Kind kind : kinds()) {
            Object expected = kind.run(input).array();
            Compute.withThreads(
                    2,
                    () -> {
                        Thread.currentThread().interrupt();
                        assertThat(kind.run(input).array()).isEqualTo(expected);
                        assertThat(Thread.interrupted()).isTrue();
                        return true;
                    });
        }
    }
}
