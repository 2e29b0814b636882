package org.unroll.optim;

/// Options of [AdamW].
///
/// @param learningRate at least 0
/// @param beta1 the share of the mean that is kept, from 0 to below 1
/// @param beta2 the share of the mean square that is kept, from 0 to below 1
/// @param epsilon keeps the divisor from zero, above 0
/// @param weightDecay how much of a parameter a step at rate 1 would take away, at least 0
/// @param amsgrad whether the largest mean square so far takes the place of the present one
/// @param formula where epsilon stands: see [Adam]
public record AdamWOptions(
        double learningRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean amsgrad,
        Formula formula) {

    /// Checks the options.
    public AdamWOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.belowOne("beta1", beta1);
        Checks.belowOne("beta2", beta2);
        Checks.positive("epsilon", epsilon);
        Checks.notNegative("weightDecay", weightDecay);
    }

    /// PyTorch's defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-8, weight decay 0.01.
    public static AdamWOptions standard() {
        return new AdamWOptions(0.001, 0.9, 0.999, 1e-8, 0.01, false, Formula.PYTORCH);
    }

    /// PyTorch's defaults with another rate.
    public static AdamWOptions of(double learningRate) {
        return standard().withLearningRate(learningRate);
    }

    /// Keras's formula and defaults: rate 0.001, betas 0.9 and 0.999, epsilon 1e-7, weight decay
    /// 0.004.
    public static AdamWOptions keras() {
        return new AdamWOptions(0.001, 0.9, 0.999, 1e-7, 0.004, false, Formula.KERAS);
    }

    /// The same with other shares kept of the mean and of the mean square.
    public AdamWOptions withBetas(double beta1, double beta2) {
        return new AdamWOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another rate.
    public AdamWOptions withLearningRate(double learningRate) {
        return new AdamWOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another epsilon.
    public AdamWOptions withEpsilon(double epsilon) {
        return new AdamWOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same with another weight decay.
    public AdamWOptions withWeightDecay(double weightDecay) {
        return new AdamWOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }

    /// The same, or not, with the largest mean square so far.
    public AdamWOptions withAmsgrad(boolean amsgrad) {
        return new AdamWOptions(learningRate, beta1, beta2, epsilon, weightDecay, amsgrad, formula);
    }
}
