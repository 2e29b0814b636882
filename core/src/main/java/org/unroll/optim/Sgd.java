package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// Stochastic gradient descent, with momentum if wanted.
///
/// With the gradient `g` (after weight decay: `g + weightDecay p`) and the rate `r`:
///
/// - without momentum: `p -= r g`;
/// - with momentum `m`: `v = m v + (1 - dampening) g`, in the first step `v = g`; `p -= r v`, or
///   with Nesterov's form (Sutskever and others, "On the importance of initialization and momentum
///   in deep learning", 2013) `p -= r (g + m v)`.
///
/// This is PyTorch's. Keras multiplies gradients by the rate before it sums them, which differs
/// once the rate changes: see [Formula]. State: `velocity`.
///
/// Without momentum and weight decay a step visits only those rows of an embedding that were used.
public final class Sgd extends StatefulOptimizer {
    private final SgdOptions options;

    /// An optimizer of these parameters.
    public Sgd(Parameters parameters, SgdOptions options) {
        super(
                parameters,
                options.learningRate(),
                0,
                options.momentum() == 0 ? List.of() : List.of("velocity"));
        this.options = options;
    }

    /// The options.
    public SgdOptions options() {
        return options;
    }

    @Override
    boolean restsOnZero() {
        return options.momentum() == 0 && options.weightDecay() == 0;
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
        boolean keras = options.formula() == Formula.KERAS;
        var rule =
                new Updates.Sgd(
                        learningRate(),
                        options.momentum(),
                        options.dampening(),
                        options.weightDecay(),
                        options.nesterov() ? Updates.Momentum.NESTEROV : Updates.Momentum.CLASSICAL,
                        keras ? Updates.RatePlace.IN_MOMENTUM : Updates.RatePlace.AFTER_MOMENTUM);
        A velocity = slots.isEmpty() ? null : slots.getFirst();
        kernels.sgd(
                rule,
                clip,
                steps() == 1 ? Start.ZERO : Start.ADDEND,
                from,
                to,
                parameter,
                gradient,
                velocity);
    }
}
