package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Arguments that do not fit are named.
class ArgumentsTest {
    private final Tensor matrix = Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}});
    private final Tensor numbers = Tensor.of(new int[] {0, 1, 2});

    private static void refused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parts);
    }

    @Test
    void anAxisIsReducedOnce() {
        refused(() -> matrix.sum(0, 0), "axis 0 twice");
        refused(() -> matrix.mean(0, 0), "axis 0 twice");
        refused(() -> matrix.mean(1, -1), "axis 1 twice");
        assertThat(matrix.mean(0, -1).item()).isEqualTo(3.5);
    }

    @Test
    void gatherWantsIndicesOfTheSameRank() {
        refused(() -> matrix.gather(0, numbers), "[3]", "[2, 3]", "but for axis 0");
        refused(() -> matrix.gather(1, numbers), "[3]", "[2, 3]", "but for axis 1");
        refused(
                () -> matrix.gather(0, Tensor.zeros(DType.INT32, 1, 2)),
                "[1, 2]",
                "[2, 3]",
                "but for axis 0");
        assertThat(matrix.gather(0, Tensor.of(new int[][] {{1, 0, 1}})).toFloats())
                .containsExactly(4, 2, 6);
    }

    @Test
    void oneTensorIsJoinedAlongAnAxisThatItHas() {
        refused(() -> Tensor.concat(9, matrix), "axis 9", "[2, 3]");
    }

    @Test
    void anEmptyShapeMayHaveLongAxes() {
        assertThat(Shape.of(65536, 65536, 0).size()).isZero();
        assertThat(Tensor.zeros(DType.FLOAT32, 65536, 65536, 0).exp())
                .hasToString("tensor([], size=(65536, 65536, 0))");
        refused(() -> Shape.of(65536, 65536), "too many elements");
        refused(() -> Shape.of(65536, 65536, 0, -1), "negative");
    }

    @Test
    void messagesNameWhatWasCalled() {
        refused(() -> numbers.argmax(0), "argmax wants float32 or float64 but got int32 [3]");
        refused(() -> numbers.max(0), "max wants");
        refused(() -> numbers.min(0), "min wants");
        refused(() -> numbers.sum(), "sum wants");
        refused(() -> numbers.mean(0), "sum wants");
        refused(() -> numbers.softmax(0), "softmax wants");
        refused(() -> numbers.logSoftmax(0), "logSoftmax wants");
        refused(
                () -> matrix.oneHot(3, DType.FLOAT32),
                "oneHot wants int32 indices but got float32 [2, 3]",
                ".to(DType.INT32)");
        refused(() -> numbers.oneHot(3, DType.INT32), "oneHot gives float32 or float64");
        refused(
                () -> matrix.argmax(0).equalTo(numbers),
                "equal wants float32 or float64",
                ".to(DType.FLOAT32)");
        refused(() -> matrix.equalTo(numbers), "float32 [2, 3]", "int32 [3]", "convert one");
    }

    @Test
    void aPermutationIsOfZeroOrMore() {
        refused(() -> Rng.seeded(1).permutation(-1), "expected n >= 0 but got -1");
        assertThat(Rng.seeded(1).permutation(0)).isEmpty();
    }

    @Test
    @NullUnmarked
    void aLossIsNotNull() {
        assertThatThrownBy(() -> Autograd.differentiate(List.of(matrix), () -> null))
                .hasMessage("the function that computes the loss returned null");
    }

    @Test
    void tiedTensorsTakeOneValue() {
        Tensor tied = Tensor.zeros(DType.FLOAT32, 2);
        Parameters parameters = Parameters.of("in", tied, "out", tied);
        Tensor one = Tensor.of(new float[] {1, 2});
        refused(
                () -> parameters.load(Map.of("in", one, "out", Tensor.of(new float[] {1, 3}))),
                "'in' and 'out' are one tensor");
        assertThat(tied.toFloats()).containsExactly(0, 0);
        parameters.load(Map.of("in", one, "out", Tensor.of(new float[] {1, 2})));
        assertThat(tied.toFloats()).containsExactly(1, 2);
    }

    @Test
    void uniformNumbersStayBelowTheirBound() {
        // between neighbouring floats about half of all doubles round up
        float high = Math.nextUp(1f);
        for (float value : Rng.seeded(3).uniform(DType.FLOAT32, 1, high, 100).toFloats()) {
            assertThat(value).isEqualTo(1f);
        }
        double above = Math.nextUp(1.0);
        for (double value : Rng.seeded(3).uniform(DType.FLOAT64, 1, above, 100).toDoubles()) {
            assertThat(value).isEqualTo(1.0);
        }
        assertThat(Rng.seeded(3).uniform(DType.FLOAT32, 2, 2, 1).item()).isEqualTo(2);
    }
}
