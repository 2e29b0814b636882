package org.unroll.optim;

/// Options of [Adagrad].
///
/// @param learningRate at least 0
/// @param rateDecay by how much the rate shrinks: in step t it is divided by `1 + (t - 1)
///   rateDecay`; at least 0
/// @param weightDecay how much of a parameter is added to its gradient, at least 0
/// @param initialSum what the sums of squares start from, at least 0
/// @param epsilon keeps the divisor from zero, above 0
/// @param formula where epsilon stands: see [Adagrad]
public record AdagradOptions(
        double learningRate,
        double rateDecay,
        double weightDecay,
        double initialSum,
        double epsilon,
        Formula formula) {

    /// Checks the options.
    public AdagradOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.notNegative("rateDecay", rateDecay);
        Checks.notNegative("weightDecay", weightDecay);
        Checks.notNegative("initialSum", initialSum);
        Checks.positive("epsilon", epsilon);
    }

    /// PyTorch's defaults: rate 0.01, sums from 0, epsilon 1e-10.
    public static AdagradOptions standard() {
        return new AdagradOptions(0.01, 0, 0, 0, 1e-10, Formula.PYTORCH);
    }

    /// PyTorch's defaults with another rate.
    public static AdagradOptions of(double learningRate) {
        return standard().withLearningRate(learningRate);
    }

    /// Keras's formula and defaults: rate 0.001, sums from 0.1, epsilon 1e-7 inside the root.
    public static AdagradOptions keras() {
        return new AdagradOptions(0.001, 0, 0, 0.1, 1e-7, Formula.KERAS);
    }

    /// The same with another rate.
    public AdagradOptions withLearningRate(double learningRate) {
        return new AdagradOptions(
                learningRate, rateDecay, weightDecay, initialSum, epsilon, formula);
    }

    /// The same with a rate that shrinks.
    public AdagradOptions withRateDecay(double rateDecay) {
        return new AdagradOptions(
                learningRate, rateDecay, weightDecay, initialSum, epsilon, formula);
    }

    /// The same with weight decay.
    public AdagradOptions withWeightDecay(double weightDecay) {
        return new AdagradOptions(
                learningRate, rateDecay, weightDecay, initialSum, epsilon, formula);
    }

    /// The same with sums that start elsewhere.
    public AdagradOptions withInitialSum(double initialSum) {
        return new AdagradOptions(
                learningRate, rateDecay, weightDecay, initialSum, epsilon, formula);
    }

    /// The same with another epsilon.
    public AdagradOptions withEpsilon(double epsilon) {
        return new AdagradOptions(
                learningRate, rateDecay, weightDecay, initialSum, epsilon, formula);
    }
}
