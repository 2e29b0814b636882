package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// Adam with decoupled weight decay (Loshchilov and Hutter, "Decoupled Weight Decay
/// Regularization", 2019): `p -= r weightDecay p` with the rate `r`, then the step of [Adam], whose
/// gradient the decay does not enter. PyTorch and Keras agree on this; their defaults differ.
///
/// State: `firstMoment`, `secondMoment`, and with amsgrad `largestSecondMoment`.
public final class AdamW extends StatefulOptimizer {
    private final AdamWOptions options;
    private final Moments moments;

    /// An optimizer of these parameters.
    public AdamW(Parameters parameters, AdamWOptions options) {
        super(parameters, options.learningRate(), 0, Moments.slotNames(options.amsgrad()));
        this.options = options;
        this.moments =
                new Moments(
                        options.beta1(),
                        options.beta2(),
                        options.epsilon(),
                        options.weightDecay(),
                        Updates.Decay.DECOUPLED,
                        options.formula());
    }

    /// The options.
    public AdamWOptions options() {
        return options;
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
        moments.update(
                learningRate(), steps(), kernels, clip, from, to, parameter, gradient, slots);
    }
}
