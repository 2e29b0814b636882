package org.unroll.testkit.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.GradientCheck;

/// The derivative of every operation, by every argument, against differences of its values.
class OperationGradientsTest {
    /// What makes tensors from numbers.
    private static final Set<String> CREATION =
            Set.of(
                    "of(float[],int[])",
                    "of(double[],int[])",
                    "of(int[],int[])",
                    "of(float[][])",
                    "of(double[][])",
                    "of(int[][])",
                    "wrap(Object,Shape)",
                    "scalar(DType,double)",
                    "zeros(DType,int[])",
                    "ones(DType,int[])",
                    "full(DType,double,int[])");

    /// What has no derivative: steps, positions, and what stops differentiation by intent.
    private static final Set<String> CONSTANT =
            Set.of(
                    "greaterThan(Tensor)",
                    "greaterThan(double)",
                    "greaterOrEqual(Tensor)",
                    "greaterOrEqual(double)",
                    "lessThan(Tensor)",
                    "lessThan(double)",
                    "lessOrEqual(Tensor)",
                    "lessOrEqual(double)",
                    "equalTo(Tensor)",
                    "equalTo(double)",
                    "notEqualTo(Tensor)",
                    "notEqualTo(double)",
                    "argmax(int)",
                    "oneHot(int,DType)",
                    "detached()",
                    "kept()");

    static List<OperationCase> cases() {
        return OperationCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesWithDifferences(OperationCase operation) {
        GradientCheck.check(
                operation.toString(),
                operation.inputs(),
                () -> operation.function().apply(operation.inputs()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void agreesBetweenTypes(OperationCase operation) {
        GradientCheck.checkFloat32(operation.toString(), operation.inputs(), operation.function());
    }

    /// A new public operation without a case, or a case whose method is gone, fails here.
    @Test
    void everyOperationHasCases() {
        Set<String> expected =
                Arrays.stream(Tensor.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == Tensor.class)
                        .filter(OperationGradientsTest::givesTensors)
                        .map(OperationGradientsTest::signature)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> covered =
                Stream.of(
                                cases().stream().map(OperationCase::method),
                                CREATION.stream(),
                                CONSTANT.stream())
                        .flatMap(names -> names)
                        .collect(Collectors.toCollection(TreeSet::new));
        assertThat(covered).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void whatIsConstantHasNoGradient() {
        Tensor x = Tensor.of(new double[] {-1, 0.5, 2}, 3);
        List<Tensor> by = List.of(x);
        Gradients gradients =
                Autograd.differentiate(
                                by,
                                () ->
                                        Stream.of(
                                                        x.greaterThan(0),
                                                        x.greaterOrEqual(x),
                                                        x.lessThan(1),
                                                        x.lessOrEqual(x),
                                                        x.equalTo(2),
                                                        x.notEqualTo(x),
                                                        x.detached(),
                                                        x.argmax(0).oneHot(3, DType.FLOAT64))
                                                .map(Tensor::sum)
                                                .reduce(x.sum().times(3), Tensor::plus))
                        .gradients();
        assertThat(gradients.of(x).toDoubles()).containsExactly(3, 3, 3);
    }

    /// Derivatives on a kink are conventions; these are PyTorch's.
    @Test
    void kinksFollowPyTorch() {
        Tensor zero = Tensor.of(new double[] {0, -0.0}, 2);
        assertThat(gradientOf(zero, zero::relu)).containsExactly(new double[2], offset(0.0));
        assertThat(gradientOf(zero, zero::abs)).containsExactly(new double[2], offset(0.0));
        Tensor tied = Tensor.of(new double[] {1, 3, 3}, 3);
        assertThat(gradientOf(tied, () -> tied.max(0))).containsExactly(0, 0.5, 0.5);
        Tensor equal = Tensor.of(new double[] {1, 3, 3}, 3);
        assertThat(gradientOf(tied, () -> tied.maximum(equal))).containsExactly(0.5, 0.5, 0.5);
    }

    @Test
    void aRowWithoutGradientKeepsItsValue() {
        Tensor table = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
        Tensor numbers = Tensor.of(new int[] {1, 2, 1}, 3);
        assertThat(table.rows(numbers, 1).toDoubles()).containsExactly(3, 4, 5, 6, 3, 4);
        assertThat(gradientOf(table, () -> table.rows(numbers, 1)))
                .containsExactly(0, 0, 0, 0, 1, 1);
    }

    private static double[] gradientOf(Tensor x, java.util.function.Supplier<Tensor> function) {
        return Autograd.differentiate(List.of(x), () -> function.get().sum())
                .gradients()
                .of(x)
                .toDoubles();
    }

    private static boolean givesTensors(Method method) {
        boolean takesTensor =
                !Modifier.isStatic(method.getModifiers()) || method.getReturnType() == Tensor.class;
        return takesTensor
                && (method.getReturnType() == Tensor.class || method.getReturnType() == List.class);
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(",", method.getName() + "(", ")"));
    }
}
