package org.unroll.optim;

/// Options of [RmsProp].
///
/// @param learningRate at least 0
/// @param alpha the share of the mean square that is kept, from 0 to below 1; Keras calls it rho
/// @param epsilon keeps the divisor from zero, above 0
/// @param momentum the share of the velocity that is kept, from 0, for none, to below 1
/// @param centred whether the mean's square is subtracted from the mean square
/// @param weightDecay how much of a parameter is added to its gradient, at least 0
/// @param formula where epsilon and the rate stand: see [RmsProp]
public record RmsPropOptions(
        double learningRate,
        double alpha,
        double epsilon,
        double momentum,
        boolean centred,
        double weightDecay,
        Formula formula) {

    /// Checks the options.
    public RmsPropOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.belowOne("alpha", alpha);
        Checks.positive("epsilon", epsilon);
        Checks.belowOne("momentum", momentum);
        Checks.notNegative("weightDecay", weightDecay);
    }

    /// PyTorch's defaults: rate 0.01, alpha 0.99, epsilon 1e-8.
    public static RmsPropOptions standard() {
        return new RmsPropOptions(0.01, 0.99, 1e-8, 0, false, 0, Formula.PYTORCH);
    }

    /// PyTorch's defaults with another rate.
    public static RmsPropOptions of(double learningRate) {
        return standard().withLearningRate(learningRate);
    }

    /// Keras's formula and defaults: rate 0.001, rho 0.9, epsilon 1e-7 inside the root.
    public static RmsPropOptions keras() {
        return new RmsPropOptions(0.001, 0.9, 1e-7, 0, false, 0, Formula.KERAS);
    }

    /// The same with another rate.
    public RmsPropOptions withLearningRate(double learningRate) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }

    /// The same with another share kept of the mean square.
    public RmsPropOptions withAlpha(double alpha) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }

    /// The same with another epsilon.
    public RmsPropOptions withEpsilon(double epsilon) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }

    /// The same with momentum.
    public RmsPropOptions withMomentum(double momentum) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }

    /// The same, or not, with the mean's square subtracted.
    public RmsPropOptions withCentred(boolean centred) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }

    /// The same with weight decay.
    public RmsPropOptions withWeightDecay(double weightDecay) {
        return new RmsPropOptions(
                learningRate, alpha, epsilon, momentum, centred, weightDecay, formula);
    }
}
