package org.unroll.optim;

/// Options of [Sgd].
///
/// @param learningRate at least 0
/// @param momentum the share of the velocity that is kept, from 0, for none, to below 1
/// @param dampening by which share a gradient enters the velocity less, from 0 to 1
/// @param nesterov whether the step looks ahead by one more velocity; wants momentum, no dampening
/// @param weightDecay how much of a parameter is added to its gradient, at least 0
/// @param formula whether the velocity sums gradients (PyTorch) or gradients times rates (Keras)
public record SgdOptions(
        double learningRate,
        double momentum,
        double dampening,
        boolean nesterov,
        double weightDecay,
        Formula formula) {

    /// Checks the options.
    public SgdOptions {
        Checks.notNegative("learningRate", learningRate);
        Checks.belowOne("momentum", momentum);
        if (!(dampening >= 0 && dampening <= 1)) {
            throw new IllegalArgumentException(
                    "expected dampening from 0 to 1 but got " + dampening);
        }
        if (nesterov && (momentum == 0 || dampening != 0)) {
            throw new IllegalArgumentException(
                    "Nesterov's form wants momentum > 0 and no dampening but got momentum %s, dampening %s"
                            .formatted(momentum, dampening));
        }
        Checks.notNegative("weightDecay", weightDecay);
    }

    /// Plain descent. Neither PyTorch 1 nor this has a default rate; PyTorch 2's is 0.001, Keras's
    /// 0.01.
    public static SgdOptions of(double learningRate) {
        return new SgdOptions(learningRate, 0, 0, false, 0, Formula.PYTORCH);
    }

    /// The same with another rate.
    public SgdOptions withLearningRate(double learningRate) {
        return new SgdOptions(learningRate, momentum, dampening, nesterov, weightDecay, formula);
    }

    /// The same with momentum.
    public SgdOptions withMomentum(double momentum) {
        return new SgdOptions(learningRate, momentum, dampening, nesterov, weightDecay, formula);
    }

    /// The same with dampening.
    public SgdOptions withDampening(double dampening) {
        return new SgdOptions(learningRate, momentum, dampening, nesterov, weightDecay, formula);
    }

    /// The same with momentum in Nesterov's form.
    public SgdOptions withNesterov(double momentum) {
        return new SgdOptions(learningRate, momentum, dampening, true, weightDecay, formula);
    }

    /// The same with weight decay.
    public SgdOptions withWeightDecay(double weightDecay) {
        return new SgdOptions(learningRate, momentum, dampening, nesterov, weightDecay, formula);
    }

    /// The same by Keras's formula.
    public SgdOptions keras() {
        return new SgdOptions(
                learningRate, momentum, dampening, nesterov, weightDecay, Formula.KERAS);
    }
}
