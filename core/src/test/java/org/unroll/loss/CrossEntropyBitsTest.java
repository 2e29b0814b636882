package org.unroll.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Softmax and cross entropy in one function: its bits over threads, logits at the ends of the
/// range, and places and classes that do not count.
class CrossEntropyBitsTest {
    private static final int PLACES = 401; // so much that 8 threads all get some
    private static final int CLASSES = 333;
    private static final CrossEntropy PLAIN = CrossEntropy.standard();

    /// A loss and its gradient by the logits.
    private record Result(double loss, double[] gradient) {
        static Result of(CrossEntropy loss, Tensor logits, Tensor targets, @Nullable Tensor mask) {
            var done =
                    Autograd.differentiate(List.of(logits), () -> loss.of(logits, targets, mask));
            return new Result(done.value().item(), done.gradients().of(logits).toDoubles());
        }

        void assertSame(String what, Result expected) {
            assertThat(loss).as(what).isEqualTo(expected.loss);
            assertThat(gradient).as(what).isEqualTo(expected.gradient);
        }
    }

    private static Tensor classes() {
        return Tensor.of(IntStream.range(0, PLACES).map(i -> i * 7 % CLASSES).toArray());
    }

    /// Every third place, after runs of two.
    private static Tensor mask() {
        return Tensor.of(IntStream.range(0, PLACES).map(i -> i % 3 == 2 ? 0 : 1).toArray());
    }

    static Stream<Arguments> losses() {
        double[] weights = new double[CLASSES];
        Arrays.setAll(weights, i -> i % 5 / 2.0); // some are 0
        return Stream.of(DType.FLOAT32, DType.FLOAT64)
                .flatMap(type -> {
                    Tensor soft = Rng.seeded(2).normal(type, 0, 1, PLACES, CLASSES).softmax(1);
                    CrossEntropy all = PLAIN.withClassWeights(weights).withLabelSmoothing(0.1);
                    return Stream.of(
                            Arguments.of(type, PLAIN, classes(), null),
                            Arguments.of(type, PLAIN, classes(), mask()),
                            Arguments.of(type, all.withIgnoredIndex(7), classes(), mask()),
                            Arguments.of(type, PLAIN, soft, null),
                            Arguments.of(type, all, soft, mask()));
                });
    }

    @ParameterizedTest
    @MethodSource("losses")
    void bitsDoNotDependOnThreads(
            DType type, CrossEntropy loss, Tensor targets, @Nullable Tensor mask) throws Exception {
        Tensor logits = Rng.seeded(1).normal(type, 0, 5, PLACES, CLASSES);
        Result one = Compute.withThreads(1, () -> Result.of(loss, logits, targets, mask));
        for (int threads : List.of(2, 3, 8)) {
            Compute.withThreads(threads, () -> Result.of(loss, logits, targets, mask))
                    .assertSame(threads + " threads", one);
        }
        // without gradients it computes in a block of its own
        for (int threads : List.of(1, 8)) {
            double alone =
                    Compute.withThreads(threads, () -> loss.of(logits, targets, mask).item());
            assertThat(alone).isEqualTo(one.loss);
        }
    }

    /// A place's gradient is that of the place alone, but for the divisor.
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void aPlacesBitsAreThoseOfThePlaceAlone(DType type) {
        Tensor logits = Rng.seeded(1).normal(type, 0, 5, 64, CLASSES);
        Tensor targets = classes().slice(0, 0, 64);
        double[] all = Result.of(PLAIN, logits, targets, null).gradient;
        for (int place : new int[] {0, 17, 63}) {
            Tensor own = logits.slice(0, place, place + 1);
            double[] alone =
                    Result.of(PLAIN, own, targets.slice(0, place, place + 1), null).gradient;
            for (int i = 0; i < CLASSES; i++) { // a power of two: division is exact
                assertThat(all[place * CLASSES + i]).isEqualTo(alone[i] / 64);
            }
        }
    }

    private static Result one(DType type, double[] logits, int target) {
        Tensor row = Tensor.of(logits, 1, logits.length).to(type);
        return Result.of(PLAIN, row, Tensor.of(new int[] {target}), null);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void hugeLogitsStayFinite(DType type) {
        Result right = one(type, new double[] {1e30, 0, -1e30}, 0);
        assertThat(right.loss).isZero();
        assertThat(right.gradient).containsExactly(0, 0, 0);
        Result wrong = one(type, new double[] {1e30, 0, -1e30}, 2);
        double expected = type == DType.FLOAT64 ? 2e30 : 2 * (double) 1e30f;
        assertThat(wrong.loss).isEqualTo(expected);
        assertThat(wrong.gradient).containsExactly(1, 0, -1);
        Result equal = one(type, new double[] {1e30, 1e30, 1e30, 1e30}, 1);
        double log4 = type == DType.FLOAT64 ? Math.log(4) : (float) Math.log(4);
        assertThat(equal.loss).isEqualTo(log4);
        assertThat(equal.gradient).containsExactly(0.25, -0.75, 0.25, 0.25);
    }

    /// As in PyTorch: a class that is ruled out costs nothing until it is the target; plus infinity
    /// has no softmax.
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void infiniteLogits(DType type) {
        double no = Double.NEGATIVE_INFINITY;
        Result ruledOut = one(type, new double[] {0, no, 0, no, no}, 2);
        Result without = one(type, new double[] {0, 0}, 1);
        assertThat(ruledOut.loss).isEqualTo(without.loss);
        assertThat(ruledOut.gradient).containsExactly(0.5, 0, -0.5, 0, 0);
        Result target = one(type, new double[] {0, no, 0}, 1);
        assertThat(target.loss).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(target.gradient).containsExactly(0.5, -1, 0.5);
        for (double[] logits :
                List.of(
                        new double[] {Double.POSITIVE_INFINITY, 0},
                        new double[] {no, no},
                        new double[] {0, Double.NaN})) {
            assertThat(one(type, logits, 0).loss).isNaN();
            Tensor row = Tensor.of(logits, 1, 2).to(type);
            assertThatThrownBy(() -> FiniteCheck.run(() -> PLAIN.of(row, Tensor.of(new int[] {0}))))
                    .isInstanceOf(FiniteCheck.NotFiniteException.class)
                    .hasMessageContaining("SoftmaxCrossEntropy");
        }
    }

    /// One place that is not finite leaves the other places' gradients alone.
    @Test
    void aSpoiledPlaceSpoilsNoOthers() {
        Tensor logits = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 4, 3);
        Tensor targets = Tensor.of(new int[] {0, 1, 2, 0});
        double[] clean = Result.of(PLAIN, logits, targets, null).gradient;
        ((double[]) logits.array())[4] = Double.NaN;
        Result spoiled = Result.of(PLAIN, logits, targets, null);
        assertThat(spoiled.loss).isNaN();
        for (int i = 0; i < 12; i++) {
            if (i / 3 != 1) {
                assertThat(spoiled.gradient[i]).isEqualTo(clean[i]);
            }
        }
    }

    @Test
    void oneClassCostsNothing() {
        Tensor logits = Tensor.of(new double[] {3, -1e30, 1e30}, 3, 1);
        Tensor targets = Tensor.of(new int[] {0, 0, 0});
        for (CrossEntropy loss : List.of(PLAIN, PLAIN.withLabelSmoothing(0.5))) {
            Result result = Result.of(loss, logits, targets, null);
            assertThat(result.loss).isZero();
            assertThat(result.gradient).containsExactly(0, 0, 0);
        }
    }

    /// A class of weight 0, an ignored index and a mask all take a place out; only the first one
    /// reads its logits.
    @Test
    void whatDoesNotCountHasNoGradient() {
        Tensor logits = Rng.seeded(1).normal(DType.FLOAT64, 0, 1, 4, 3);
        Tensor targets = Tensor.of(new int[] {0, 1, 2, 1});
        Tensor kept = Tensor.concat(0, logits.slice(0, 0, 1), logits.slice(0, 2, 3));
        Result expected = Result.of(PLAIN, kept, Tensor.of(new int[] {0, 2}), null);
        Tensor mask = Tensor.of(new int[] {1, 0, 1, 0});
        List<Result> ways =
                List.of(
                        Result.of(PLAIN.withClassWeights(1, 0, 1), logits, targets, null),
                        Result.of(PLAIN.withIgnoredIndex(1), logits, targets, null),
                        Result.of(PLAIN, logits, targets, mask));
        for (Result result : ways) {
            assertThat(result.loss).isEqualTo(expected.loss);
            for (int i = 0; i < 3; i++) {
                assertThat(result.gradient[i]).isEqualTo(expected.gradient[i]);
                assertThat(result.gradient[6 + i]).isEqualTo(expected.gradient[3 + i]);
                assertThat(result.gradient[3 + i]).isZero();
                assertThat(result.gradient[9 + i]).isZero();
            }
        }
    }
}
