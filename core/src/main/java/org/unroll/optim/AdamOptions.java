package org.unroll.optim;

/// Options of [Adam].
///
/// @param learningRate at least 0
/// @param beta1 the share of the mean that is kept, from 0 to below 1
/// @param beta2 the share of the mean square that is kept, from 0 to below 1
/// @param epsilon keeps the divisor from zero, above 0
/// @param weightDecay how much of a parameter is added to its gradient, at least 0
/// @param amsgrad whether the largest mean square so far takes the place of the present one
/// @param formula where epsilon stands: see [Adam]
public record AdamOptions(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean amsgrad,
        Formula formula) {

    /// Checks the options.
    public AdamOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.belowOne("beta1", beta1);
        Checks.belowOne("beta2", beta2);
        Checks.positive("epsilon", epsilon);
        Checks.notNegative("weightDecay", weightDecay);
    }

    /// PyTorch's defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-8.
    public static AdamOptions standard() {
        return new AdamOptions(0.001, 0.9, 0.999, 1e-8, 0, false, Formula.PYTORCH);
    }

    /// PyTorch's defaults with another rate.
    public static AdamOptions of(double learningRate) {
        return standard().withLearningRate(learningRate);
    }

    /// Keras's formula and defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-7.
    public static AdamOptions keras() {
        return new AdamOptions(0.001, 0.9, 0.999, 1e-7, 0, false, Formula.KERAS);
    }

    /// The same with other shares kept of the mean and of the mean square.
    public AdamOptions withBetas(double beta1, double beta2) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another rate.
    public AdamOptions withLearningRate(double learningRate) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another epsilon.
    public AdamOptions withEpsilon(double epsilon) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another weight decay.
    public AdamOptions withWeightDecay(double weightDecay) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same, or not, with the largest mean square so far.
    public AdamOptions withAmsgrad(boolean amsgrad) {
        return new AdamOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }
}
