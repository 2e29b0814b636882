package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// Adam: steps by the mean of the gradients over their root mean square (Kingma and Ba, "Adam: A
/// Method for Stochastic Optimization", 2015).
///
/// With the gradient `g` (after weight decay: `g + weightDecay p`), the rate `r` and in step `t`
/// the corrections `c1 = 1 - beta1^t`, `c2 = 1 - beta2^t`: `m = beta1 m + (1 - beta1) g`, `s =
/// beta2 s + (1 - beta2) g²`; with amsgrad (Reddi, Kale and Kumar, "On the Convergence of Adam and
/// Beyond", 2018) the largest `s` so far stands for `s` below.
///
/// - PyTorch: `p -= r/c1 m / (sqrt(s / c2) + epsilon)`.
/// - Keras: `p -= r sqrt(c2)/c1 m / (sqrt(s) + epsilon)`, where epsilon weighs more in early steps.
///
/// State: `firstMoment`, `secondMoment`, and with amsgrad `largestSecondMoment`.
public final class Adam extends StatefulOptimizer {
    private final AdamOptions options;
    private final Moments moments;

    /// An optimizer of these parameters.
    public Adam(Parameters parameters, AdamOptions options) {
        super(parameters, options.learningRate(), 0, Moments.slotNames(options.amsgrad()));
        this.options = options;
        this.moments =
                new Moments(
                        options.beta1(),
                        options.beta2(),
                        options.epsilon(),
                        options.weightDecay(),
                        Updates.Decay.IN_GRADIENT,
                        options.formula());
    }

    /// The options.
    public AdamOptions options() {
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
