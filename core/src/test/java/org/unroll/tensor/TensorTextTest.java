package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What PyTorch 1.13 prints, but for its `torch.` before types and the types of integers.
class TensorTextTest {
    private static final double NAN = Double.NaN;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static void prints(String expected, DType type, double... values) {
        assertThat(Tensor.of(values).to(type)).hasToString(expected);
    }

    private static void printInBoth(String expected, double... values) {
        prints("tensor(" + expected + ")", DType.FLOAT32, values);
        prints("tensor(" + expected + ", dtype=float64)", DType.FLOAT64, values);
    }

    private static Tensor counted(int... dims) {
        int size = Arrays.stream(dims).reduce(1, (a, b) -> a * b);
        return Tensor.of(IntStream.range(0, size).toArray(), dims);
    }

    @Test
    void wholeNumbers() {
        printInBoth("[1.0000e+00, 2.0000e+03]", 1, 2000);
        printInBoth("[   1., 1000.]", 1, 1000);
        printInBoth("[   0., 1500.]", 0, 1500);
        printInBoth("[100000000.]", 1e8);
        printInBoth("[1.0000e+00, 1.0000e+08]", 1, 1e8);
        printInBoth("[1.2346e+08]", 123456789);
        printInBoth("[-20.,   3.]", -20, 3);
        printInBoth("[0., 0.]", 0, 0);
        printInBoth("[-0., 1.]", -0.0, 1);
    }

    @Test
    void fractions() {
        printInBoth("[5.0000e-05, 1.5000e+00]", 5e-5, 1.5);
        printInBoth("[-1.0000e-05,  5.0000e-01,  0.0000e+00]", -1e-5, 0.5, 0);
        printInBoth("[3.0000e-01, 4.0000e+02, 0.0000e+00]", 0.3, 400, 0);
        printInBoth("[1.5000e+00, 1.0000e+08]", 1.5, 1e8);
        printInBoth("[1.0000e+01, 1.0000e-03]", 9.99999, 0.001);
        prints("tensor([16777216.])", DType.FLOAT32, 16777216.5);
        prints("tensor([16777216.5000], dtype=float64)", DType.FLOAT64, 16777216.5);
        prints("tensor([1.0000e+300,  1.0000e+00], dtype=float64)", DType.FLOAT64, 1e300, 1);
    }

    @Test
    void exactValuesAreRoundedAndHalvesToEven() {
        printInBoth("[1.0312, 5.0938]", 1.03125, 5.09375);
        printInBoth("[1.0312e+06, 1.5000e+00]", 1031250, 1.5);
        prints("tensor([1.0000, 2.0001])", DType.FLOAT32, 1.00005, 2.00005);
        prints("tensor([1.0001, 2.0000], dtype=float64)", DType.FLOAT64, 1.00005, 2.00005);
        prints("tensor([5.0002])", DType.FLOAT32, 5.00015);
        prints("tensor([5.0001], dtype=float64)", DType.FLOAT64, 5.00015);
    }

    @Test
    void whatIsNotFiniteWidensNoColumn() {
        printInBoth("[2.5000,    inf]", 2.5, INFINITE);
        printInBoth("[1., nan, -inf]", 1, NAN, -INFINITE);
        printInBoth("[       inf, 1.0000e+00, 2.0000e+03]", INFINITE, 1, 2000);
        printInBoth("[nan]", NAN);
        assertThat(Tensor.of(new float[][] {{1, Float.NaN}, {100, Float.NEGATIVE_INFINITY}}))
                .hasToString(
                        """
                        tensor([[  1.,  nan],
                                [100., -inf]])\
                        """);
    }

    @Test
    void scalarsAndIntegers() {
        assertThat(Tensor.scalar(DType.FLOAT32, 1e8)).hasToString("tensor(100000000.)");
        assertThat(Tensor.scalar(DType.FLOAT32, 0.03125)).hasToString("tensor(0.0312)");
        assertThat(Tensor.scalar(DType.FLOAT32, INFINITE)).hasToString("tensor(inf)");
        assertThat(Tensor.of(new int[] {1, -20, 30000}))
                .hasToString("tensor([    1,   -20, 30000])");
    }

    @Test
    void emptyOnes() {
        assertThat(Tensor.zeros(DType.FLOAT32, 0)).hasToString("tensor([])");
        assertThat(Tensor.zeros(DType.FLOAT64, 0)).hasToString("tensor([], dtype=float64)");
        assertThat(Tensor.zeros(DType.FLOAT32, 0, 3)).hasToString("tensor([], size=(0, 3))");
        assertThat(Tensor.zeros(DType.FLOAT64, 2, 0, 3))
                .hasToString("tensor([], size=(2, 0, 3), dtype=float64)");
    }

    @Test
    void longLinesAndManyElements() {
        assertThat(counted(2000)).hasToString("tensor([   0,    1,    2,  ..., 1997, 1998, 1999])");
        assertThat(counted(2000).to(DType.FLOAT32).plus(0.5))
                .hasToString(
                        """
                        tensor([5.0000e-01, 1.5000e+00, 2.5000e+00,  ..., 1.9975e+03, 1.9985e+03,
                                1.9995e+03])\
                        """);
        assertThat(counted(11, 100).to(DType.FLOAT32))
                .hasToString(
                        """
                        tensor([[0.0000e+00, 1.0000e+00, 2.0000e+00,  ..., 9.7000e+01, 9.8000e+01,
                                 9.9000e+01],
                                [1.0000e+02, 1.0100e+02, 1.0200e+02,  ..., 1.9700e+02, 1.9800e+02,
                                 1.9900e+02],
                                [2.0000e+02, 2.0100e+02, 2.0200e+02,  ..., 2.9700e+02, 2.9800e+02,
                                 2.9900e+02],
                                ...,
                                [8.0000e+02, 8.0100e+02, 8.0200e+02,  ..., 8.9700e+02, 8.9800e+02,
                                 8.9900e+02],
                                [9.0000e+02, 9.0100e+02, 9.0200e+02,  ..., 9.9700e+02, 9.9800e+02,
                                 9.9900e+02],
                                [1.0000e+03, 1.0010e+03, 1.0020e+03,  ..., 1.0970e+03, 1.0980e+03,
                                 1.0990e+03]])\
                        """);
        assertThat(counted(2, 3, 2).to(DType.FLOAT32).plus(0.5))
                .hasToString(
                        """
                        tensor([[[ 0.5000,  1.5000],
                                 [ 2.5000,  3.5000],
                                 [ 4.5000,  5.5000]],

                                [[ 6.5000,  7.5000],
                                 [ 8.5000,  9.5000],
                                 [10.5000, 11.5000]]])\
                        """);
    }
}
