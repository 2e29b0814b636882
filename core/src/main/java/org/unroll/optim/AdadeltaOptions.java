package org.unroll.optim;

/// Options of [Adadelta].
///
/// @param learningRate at least 0
/// @param rho the share of the mean squares that is kept, from 0 to below 1
/// @param epsilon keeps the divisor from zero and the first steps from being zero, above 0
/// @param weightDecay how much of a parameter is added to its gradient, at least 0
public record AdadeltaOptions(double learningRate, double rho, double epsilon, double weightDecay) {

    /// Checks the options.
    public AdadeltaOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.belowOne("rho", rho);
        Checks.positive("epsilon", epsilon);
        Checks.notNegative("weightDecay", weightDecay);
    }

    /// PyTorch's defaults: rate 1, rho 0.9, epsilon 1e-6.
    public static AdadeltaOptions standard() {
        return new AdadeltaOptions(1, 0.9, 1e-6, 0);
    }

    /// PyTorch's defaults with another rate.
    public static AdadeltaOptions of(double learningRate) {
        return standard().withLearningRate(learningRate);
    }

    /// Keras's defaults: rate 0.001, rho 0.95, epsilon 1e-7. The formula is the same.
    public static AdadeltaOptions keras() {
        return new AdadeltaOptions(0.001, 0.95, 1e-7, 0);
    }

    /// The same with another rate.
    public AdadeltaOptions withLearningRate(double learningRate) {
        return new AdadeltaOptions(learningRate, rho, epsilon, weightDecay);
    }

    /// The same with another share kept of the mean squares.
    public AdadeltaOptions withRho(double rho) {
        return new AdadeltaOptions(learningRate, rho, epsilon, weightDecay);
    }

    /// The same with another epsilon.
    public AdadeltaOptions withEpsilon(double epsilon) {
        return new AdadeltaOptions(learningRate, rho, epsilon, weightDecay);
    }

    /// The same with weight decay.
    public AdadeltaOptions withWeightDecay(double weightDecay) {
        return new AdadeltaOptions(learningRate, rho, epsilon, weightDecay);
    }
}
