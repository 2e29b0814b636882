package org.unroll.testkit;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Compares automatic derivatives with differences of the function itself, for every element of
/// every tensor.
///
/// The function may return a tensor of any shape; what is differentiated is a sum of its elements
/// with fixed random weights, so that no element can be wrong unseen and no two mistakes cancel.
public final class GradientCheck {
    /// With this step the five-point formula below errs by about `h^4 / 30 = 1e-15` times the fifth
    /// derivative, which of a normalisation of few numbers is large, and rounding by about `1e-16 /
    /// h = 3e-13` times the function's value.
    private static final double STEP = 4e-4;

    /// Both errors above with four digits to spare for curved functions and sums of many elements.
    public static final double TOLERANCE = 1e-9;

    private GradientCheck() {}

    /// Where the derivatives agree least.
    ///
    /// @param error the difference, divided by the largest derivative of that tensor or by one,
    ///   whichever is larger
    public record Worst(int tensor, int element, double automatic, double numeric, double error) {
        @Override
        public String toString() {
            return "argument %d, element %d: automatic %.12g, numeric %.12g, error %.3g"
                    .formatted(tensor, element, automatic, numeric, error);
        }
    }

    /// Fails if any derivative is off.
    ///
    /// @param by float64 tensors; their elements are changed and restored
    /// @param function computes a tensor of them, without kinks within 0.001 of where they stand
    public static void check(String what, List<Tensor> by, Supplier<Tensor> function) {
        Worst worst = worst(by, function);
        if (!(worst.error() <= TOLERANCE)) {
            throw new AssertionError(what + ": " + worst);
        }
    }

    /// A function and the tensors that it is differentiated by.
    public record Drawn(List<Tensor> by, Supplier<Tensor> function) {}

    /// Fails if any derivative is off, in the first of up to twenty draws in which the differences
    /// can be trusted: [#isSmooth].
    public static void check(String what, IntFunction<Drawn> draws) {
        for (int draw = 0; draw < 20; draw++) {
            Drawn drawn = draws.apply(draw);
            Worst worst = worst(drawn.by(), drawn.function());
            if (worst.error() <= TOLERANCE) {
                return;
            }
            if (isSmooth(drawn.by(), drawn.function())) {
                throw new AssertionError(what + ": " + worst);
            }
        }
        throw new AssertionError(what + ": no draw without a kink nearby");
    }

    /// Whether the differences themselves are right, with no kink nearby and not much curvature:
    /// with half the step they come out the same. What the automatic derivatives are does not
    /// matter.
    public static boolean isSmooth(List<Tensor> by, Supplier<Tensor> function) {
        Tensor weights = weightsLike(function.get());
        for (Tensor tensor : by) {
            for (int at = 0; at < tensor.size(); at++) {
                double wide = derivative(tensor, at, function, weights, STEP);
                double narrow = derivative(tensor, at, function, weights, STEP / 2);
                if (Math.abs(wide - narrow) > TOLERANCE / 2) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The worst element of all.
    public static Worst worst(List<Tensor> by, Supplier<Tensor> function) {
        Tensor weights = weightsLike(function.get());
        Gradients gradients = gradients(by, function, weights);
        Worst worst = new Worst(0, 0, 0, 0, 0);
        for (int i = 0; i < by.size(); i++) {
            Tensor tensor = by.get(i);
            if (!gradients.of(tensor).shape().equals(tensor.shape())) {
                throw new AssertionError(
                        "argument %d has shape %s but its gradient %s"
                                .formatted(i, tensor.shape(), gradients.of(tensor).shape()));
            }
            double[] automatic = gradients.of(tensor).toDoubles();
            double[] numeric = new double[automatic.length];
            double scale = 1;
            for (int at = 0; at < numeric.length; at++) {
                numeric[at] = derivative(tensor, at, function, weights, STEP);
                scale = Math.max(scale, Math.abs(numeric[at]));
            }
            for (int at = 0; at < numeric.length; at++) {
                double error = Math.abs(automatic[at] - numeric[at]) / scale;
                if (!(error <= worst.error())) {
                    worst = new Worst(i, at, automatic[at], numeric[at], error);
                }
            }
        }
        return worst;
    }

    /// The gradients of the weighted sum that is checked here.
    public static Gradients gradients(List<Tensor> by, Supplier<Tensor> function) {
        return gradients(by, function, weightsLike(function.get()));
    }

    private static Gradients gradients(List<Tensor> by, Supplier<Tensor> function, Tensor weights) {
        return Autograd.differentiate(by, () -> function.get().times(weights).sum()).gradients();
    }

    /// By the five-point formula `(8 (f(x+h) - f(x-h)) - (f(x+2h) - f(x-2h))) / 12h`.
    private static double derivative(
            Tensor tensor, int at, Supplier<Tensor> function, Tensor weights, double step) {
        double kept = ((double[]) tensor.array())[at];
        double[] values = new double[4];
        double[] steps = {step, -step, 2 * step, -2 * step};
        for (int i = 0; i < 4; i++) {
            set(tensor, at, kept + steps[i]);
            values[i] = weightedSum(function.get(), weights);
        }
        set(tensor, at, kept);
        return (8 * (values[0] - values[1]) - (values[2] - values[3])) / (12 * step);
    }

    private static void set(Tensor tensor, int at, double value) {
        tensor.updateInPlace(array -> ((double[]) array)[at] = value);
    }

    private static double weightedSum(Tensor output, Tensor weights) {
        double[] values = output.toDoubles();
        double[] factors = weights.toDoubles();
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * factors[i];
        }
        return sum;
    }

    /// From 0.5 to 1.5 with random signs: none is so small that it would hide an element.
    private static Tensor weightsLike(Tensor output) {
        Rng random = Rng.seeded(1234);
        double[] weights = new double[output.size()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (random.nextBoolean() ? 1 : -1) * (0.5 + random.nextDouble());
        }
        return Tensor.of(weights, output.shape().dims()).to(output.type());
    }

    /// Fails unless float32 gives the derivatives of float64, up to its precision.
    ///
    /// @param by float64 tensors
    /// @param function the same function for any type, of tensors that correspond to `by`
    public static void checkFloat32(
            String what,
            List<Tensor> by,
            java.util.function.Function<List<Tensor>, Tensor> function) {
        List<Tensor> singles = by.stream().map(tensor -> tensor.to(DType.FLOAT32)).toList();
        // From the rounded values, so that only the computation's own error is seen.
        List<Tensor> doubles = singles.stream().map(tensor -> tensor.to(DType.FLOAT64)).toList();
        Gradients expected = gradients(doubles, () -> function.apply(doubles));
        Gradients actual = gradients(singles, () -> function.apply(singles));
        for (int i = 0; i < by.size(); i++) {
            Closeness.assertClose(
                    what + " in float32, gradient of argument " + i,
                    actual.of(singles.get(i)).to(DType.FLOAT64),
                    expected.of(doubles.get(i)),
                    Closeness.FLOAT32);
        }
    }
}
