package org.unroll.testkit.golden;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.loss.BinaryCrossEntropy;
import org.unroll.loss.CrossEntropy;
import org.unroll.loss.Loss;
import org.unroll.loss.MeanSquaredError;
import org.unroll.loss.NegativeLogLikelihood;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;

/// Losses with every option against PyTorch.
class LossesGoldenTest {
    static Stream<Arguments> cases() {
        return InBothTypes.of(Golden.family("losses"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isPyTorchs(Golden golden, DType type) {
        Tensor input = golden.given("input", type);
        Tensor target = golden.given("target", type);
        Loss loss = loss(golden);
        Autograd.Differentiated done =
                Autograd.differentiate(List.of(input), () -> loss.of(input, target));
        golden.check("loss", done.value());
        golden.check("gradient.input", done.gradients().of(input));
    }

    /// What a mask leaves out counts no more than if it were not there.
    @ParameterizedTest
    @MethodSource("cases")
    void aMaskIsAsIfOnlyTheRestWereThere(Golden golden, DType type) {
        Tensor input = golden.given("input", type);
        Tensor target = golden.given("target", type);
        Loss loss = loss(golden);
        // The first two of four rows are left out.
        Tensor mask = Tensor.concat(0, Tensor.zeros(type, 2, 6), Tensor.ones(type, 2, 6));
        Autograd.Differentiated masked =
                Autograd.differentiate(List.of(input), () -> loss.of(input, target, mask));
        Autograd.Differentiated rest =
                Autograd.differentiate(
                        List.of(input), () -> loss.of(input.slice(0, 2, 4), lastRows(target)));
        double tolerance = Closeness.tolerance(type);
        Closeness.assertClose("loss", masked.value(), rest.value(), tolerance);
        Closeness.assertClose(
                "gradient", masked.gradients().of(input), rest.gradients().of(input), tolerance);
    }

    /// Of integers too, which have no slice.
    private static Tensor lastRows(Tensor target) {
        if (target.type() != DType.INT32) {
            return target.slice(0, 2, 4);
        }
        int[] all = target.toInts();
        return Tensor.of(java.util.Arrays.copyOfRange(all, all.length / 2, all.length), 2, 6);
    }

    private static Loss loss(Golden golden) {
        double[] classWeights = weights(golden, "classWeights");
        return switch (golden.text("loss")) {
            case "cross-entropy" -> {
                CrossEntropy loss = CrossEntropy.standard();
                loss = classWeights.length > 0 ? loss.withClassWeights(classWeights) : loss;
                if (golden.option("ignoredIndex").isPresent()) {
                    loss = loss.withIgnoredIndex(golden.number("ignoredIndex"));
                }
                yield loss.withLabelSmoothing(
                        Double.parseDouble(golden.option("labelSmoothing").orElse("0")));
            }
            case "nll" -> {
                NegativeLogLikelihood loss = NegativeLogLikelihood.standard();
                loss = classWeights.length > 0 ? loss.withClassWeights(classWeights) : loss;
                yield golden.option("ignoredIndex").isPresent()
                        ? loss.withIgnoredIndex(golden.number("ignoredIndex"))
                        : loss;
            }
            case "binary-cross-entropy" -> {
                BinaryCrossEntropy loss = BinaryCrossEntropy.standard();
                double[] weights = weights(golden, "weight");
                loss = weights.length > 0 ? loss.withWeights(weights) : loss;
                double[] positive = weights(golden, "positiveWeight");
                yield positive.length > 0 ? loss.withPositiveWeights(positive) : loss;
            }
            case "mean-squared-error" -> MeanSquaredError.standard();
            default -> throw new AssertionError("no loss for " + golden);
        };
    }

    private static double[] weights(Golden golden, String name) {
        return golden.gives(name) ? golden.given(name, DType.FLOAT64).toDoubles() : new double[0];
    }
}
