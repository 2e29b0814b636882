package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// Adagrad: divides by the root of the sum of all squared gradients (Duchi, Hazan and Singer,
/// "Adaptive Subgradient Methods for Online Learning and Stochastic Optimization", 2011).
///
/// With the gradient `g` (after weight decay: `g + weightDecay p`) and in step `t` the rate `r =
/// learningRate / (1 + (t - 1) rateDecay)`: `s = s + g²`, then
///
/// - PyTorch: `p -= r g / (sqrt(s) + epsilon)`;
/// - Keras: `p -= r g / sqrt(s + epsilon)`.
///
/// State: `sumOfSquares`.
///
/// Without weight decay a step visits only those rows of an embedding that were used.
public final class Adagrad extends StatefulOptimizer {
    private final AdagradOptions options;

    /// An optimizer of these parameters.
    public Adagrad(Parameters parameters, AdagradOptions options) {
        super(parameters, options.learningRate(), options.initialSum(), List.of("sumOfSquares"));
        this.options = options;
    }

    /// The options.
    public AdagradOptions options() {
        return options;
    }

    @Override
    boolean restsOnZero() {
        return options.weightDecay() == 0 && (float) options.epsilon() > 0; // else it may be 0 / 0
    }

    @Override
    <A> void update(
            Kernels<A> kernels,
            Updates.Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            List<A> slots) {
        var rule =
                new Updates.Adagrad(
                        learningRate() / (1 + (steps() - 1) * options.rateDecay()),
                        options.epsilon(),
                        options.formula() == Formula.KERAS
                                ? Updates.Epsilon.INSIDE_ROOT
                                : Updates.Epsilon.OUTSIDE_ROOT,
                        options.weightDecay());
        kernels.adagrad(rule, clip, from, to, parameter, gradient, slots.getFirst());
    }
}
