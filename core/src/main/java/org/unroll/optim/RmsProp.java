package org.unroll.optim;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// RMSprop: divides by a running root mean square of the gradients (Hinton, lecture 6 of "Neural
/// Networks for Machine Learning", 2012).
///
/// With the gradient `g` (after weight decay: `g + weightDecay p`) and the rate `r`: `s = alpha s +
/// (1 - alpha) g²`; centred, as in Graves, "Generating Sequences With Recurrent Neural Networks",
/// 2013: `a = alpha a + (1 - alpha) g` and `s - a²` stands for `s` below.
///
/// - PyTorch: `d = g / (sqrt(s) + epsilon)`; with momentum `v = momentum v + d` and `p -= r v`,
///   otherwise `p -= r d`.
/// - Keras: `d = r g / sqrt(s + epsilon)`; with momentum `v = momentum v + d` and `p -= v`,
///   otherwise `p -= d`.
///
/// State: `meanSquare`, and if used `mean` and `velocity`.
public final class RmsProp extends StatefulOptimizer {
    private final RmsPropOptions options;

    /// An optimizer of these parameters.
    public RmsProp(Parameters parameters, RmsPropOptions options) {
        super(parameters, options.learningRate(), 0, slotNames(options));
        this.options = options;
    }

    private static List<String> slotNames(RmsPropOptions options) {
        var names = new ArrayList<String>();
        names.add("meanSquare");
        if (options.centred()) {
            names.add("mean");
        }
        if (options.momentum() > 0) {
            names.add("velocity");
        }
        return names;
    }

    /// The options.
    public RmsPropOptions options() {
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
        boolean keras = options.formula() == Formula.KERAS;
        var rule =
                new Updates.RmsProp(
                        learningRate(),
                        options.alpha(),
                        options.epsilon(),
                        keras ? Updates.Epsilon.INSIDE_ROOT : Updates.Epsilon.OUTSIDE_ROOT,
                        options.weightDecay(),
                        options.momentum(),
                        keras ? Updates.RatePlace.IN_MOMENTUM : Updates.RatePlace.AFTER_MOMENTUM);
        A means = options.centred() ? slots.get(1) : null;
        A velocity = options.momentum() > 0 ? slots.getLast() : null;
        kernels.rmsProp(
                rule, clip, from, to, parameter, gradient, slots.getFirst(), means, velocity);
    }
}
