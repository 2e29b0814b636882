package org.unroll.internal.kernel;

import org.jspecify.annotations.Nullable;

/// The inner loops of the optimizers: each reads a gradient and updates a parameter and the
/// optimizer's own arrays in one pass over `[from, to)`, which is the same range in all arrays. So
/// a range may be divided over threads. The rules' numbers are rounded to the element type.
///
/// Each number of the gradient goes through [Clip] first, so that clipping makes no copies.
public interface Updates<A> {
    /// How momentum enters a step.
    enum Momentum {
        CLASSICAL,
        NESTEROV
    }

    /// Where weight decay enters a step.
    enum Decay {
        /// Added to the gradient (L2 regularization).
        IN_GRADIENT,
        /// Applied to the parameter apart from the gradient (AdamW).
        DECOUPLED
    }

    /// Where epsilon stands beside a square root.
    enum Epsilon {
        /// `sqrt(v) + epsilon`.
        OUTSIDE_ROOT,
        /// `sqrt(v + epsilon)`.
        INSIDE_ROOT
    }

    /// Where the learning rate enters a step with momentum. It matters once the rate changes.
    enum RatePlace {
        /// The velocity sums gradients, and the step is the rate times the velocity (PyTorch).
        AFTER_MOMENTUM,
        /// The velocity sums gradients times the rates of their time, and is the step (Keras).
        IN_MOMENTUM
    }

    /// Every `g` is `clamp(g, -limit, limit) * factor` before anything else; a NaN stays NaN.
    record Clip(double limit, double factor) {
        /// Changes nothing.
        public static final Clip NONE = new Clip(Double.POSITIVE_INFINITY, 1);
    }

    record Sgd(
            double learningRate,
            double momentum,
            double dampening,
            double weightDecay,
            Momentum kind,
            RatePlace ratePlace) {}

    /// `g += weightDecay p`; without momentum `p -= learningRate g`. With it `velocity = momentum
    /// velocity + (1 - dampening) g`, where [Start#ZERO] (the first step) means `velocity = g`
    /// instead; then `p -= learningRate velocity`, or for Nesterov `p -= learningRate (g + momentum
    /// velocity)`. With the rate [RatePlace#IN_MOMENTUM], `g` after weight decay is multiplied by
    /// it and the steps are not. `velocity` may be null if momentum is 0.
    void sgd(
            Sgd rule,
            Clip clip,
            Start start,
            int from,
            int to,
            A parameter,
            A gradient,
            @Nullable A velocity);

    record RmsProp(
            double learningRate,
            double alpha,
            double epsilon,
            Epsilon place,
            double weightDecay,
            double momentum,
            RatePlace ratePlace) {}

    /// `g += weightDecay p; squares = alpha squares + (1 - alpha) g²`. Where `means` is not null,
    /// `means = alpha means + (1 - alpha) g` and `means²` is subtracted under the root (never below
    /// zero). Where `velocity` is not null, `velocity = momentum velocity + g / root` and `p -=
    /// learningRate velocity`, or, with the rate [RatePlace#IN_MOMENTUM], `velocity = momentum
    /// velocity + learningRate g / root` and `p -= velocity`; otherwise `p -= learningRate g /
    /// root`.
    void rmsProp(
            RmsProp rule,
            Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            A squares,
            @Nullable A means,
            @Nullable A velocity);

    /// `correction1` is `1 - beta1^t` and `correction2` is `1 - beta2^t` in step t = 1, 2, ...
    record Adam(
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            Decay decay,
            double correction1,
            double correction2) {}

    /// `means = beta1 means + (1 - beta1) g; squares = beta2 squares + (1 - beta2) g²; p -=
    /// learningRate / correction1 means / (sqrt(squares / correction2) + epsilon)`. Where `largest`
    /// is not null, `largest = max(largest, squares)` takes the place of `squares` under the root.
    void adam(
            Adam rule,
            Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            A means,
            A squares,
            @Nullable A largest);

    record Adagrad(double learningRate, double epsilon, Epsilon place, double weightDecay) {}

    /// `g += weightDecay p; squares += g²; p -= learningRate g / (sqrt(squares) + epsilon)`, or
    /// with epsilon inside the root. The learning rate's own decay, if any, is in the number given.
    void adagrad(Adagrad rule, Clip clip, int from, int to, A parameter, A gradient, A squares);

    record Adadelta(double learningRate, double rho, double epsilon, double weightDecay) {}

    /// `g += weightDecay p; squares = rho squares + (1 - rho) g²; d = sqrt(deltas + epsilon) /
    /// sqrt(squares + epsilon) g; deltas = rho deltas + (1 - rho) d²; p -= learningRate d`.
    void adadelta(
            Adadelta rule,
            Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            A squares,
            A deltas);
}
