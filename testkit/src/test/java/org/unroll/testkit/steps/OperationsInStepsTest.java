package org.unroll.testkit.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.properties.Outcome;
import org.unroll.testkit.properties.Problem;

/// Every operation in a cell's step is planned, with the values and gradients that it has by
/// itself.
class OperationsInStepsTest {
    /// A step is recorded for two numbers of rows, once more if it makes tensors, and never run:
    /// half as often as there are timesteps.
    private static final int RECORDINGS = 3;

    static Stream<Arguments> cases() {
        return InBothTypes.of(StepCases.all());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plannedIsEager(StepCase operation, DType type) {
        StepCell cell = new StepCell(operation.equation(), type);
        Recurrent<StepCell.Both> planned = Recurrent.of(cell);
        Recurrent<StepCell.Both> eager = planned.eagerly();
        for (Problem problem :
                List.of(
                        Problem.random(cell, 5, 6, 6, 3, 0, 1, 5),
                        Problem.random(cell, 1, 5),
                        Problem.random(cell, 19, 4))) {
            Outcome.of(planned, problem)
                    .assertClose("" + problem.input().shape(), Outcome.of(eager, problem));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void itIsPlannedWithTheSameBitsForAnyThreadsAndRows(StepCase operation, DType type)
            throws Exception {
        StepCell cell = new StepCell(operation.equation(), type);
        Recurrent<StepCell.Both> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 19, 6);
        Outcome one = Compute.withThreads(1, () -> Outcome.of(layer, problem));
        assertThat(cell.calls.get()).isLessThanOrEqualTo(RECORDINGS);
        for (int threads : new int[] {2, 3}) {
            Compute.withThreads(threads, () -> Outcome.of(layer, problem))
                    .assertSameBits(threads + " threads", one);
        }
        for (int row : new int[] {0, 7, 18}) {
            Outcome alone = Outcome.of(layer, problem.rows(row)).withoutParameters();
            one.rows(row).assertSameBits("row " + row, alone);
        }
    }

    /// A new public operation without a case, or a case whose method is gone, fails here.
    @Test
    void everyOperationHasCases() {
        Set<String> expected =
                Arrays.stream(Tensor.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == Tensor.class)
                        .filter(method ->
                                method.getReturnType() == Tensor.class
                                        || method.getReturnType() == List.class)
                        .map(OperationsInStepsTest::signature)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered =
                StepCases.all().stream()
                        .map(StepCase::method)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).containsExactlyInAnyOrderElementsOf(expected);
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
