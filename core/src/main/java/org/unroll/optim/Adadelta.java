package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Parameters;

/// Adadelta: steps that carry the unit of the parameter (Zeiler, "ADADELTA: An Adaptive Learning
/// Rate Method", 2012).
///
/// With the gradient `g` (after weight decay: `g + weightDecay p`) and the rate `r`: `s = rho s +
/// (1 - rho) g²`, `d = sqrt(a + epsilon) / sqrt(s + epsilon) g`, `a = rho a + (1 - rho) d²`, `p -=
/// r d`. PyTorch and Keras compute the same with other defaults.
///
/// State: `meanSquare` (s) and `meanSquareStep` (a).
public final class Adadelta extends StatefulOptimizer {
    private final AdadeltaOptions options;

    /// An optimizer of these parameters.
    public Adadelta(Parameters parameters, AdadeltaOptions options) {
        super(parameters, options.learningRate(), 0, List.of("meanSquare", "meanSquareStep"));
        this.options = options;
    }

    /// The options.
    public AdadeltaOptions options() {
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
        var rule =
                new Updates.Adadelta(
                        learningRate(), options.rho(), options.epsilon(), options.weightDecay());
        kernels.adadelta(rule, clip, from, to, parameter, gradient, slots.get(0), slots.get(1));
    }
}
