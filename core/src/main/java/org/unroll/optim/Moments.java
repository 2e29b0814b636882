package org.unroll.optim;

import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Updates;

/// The step that [Adam] and [AdamW] share.
///
/// @param decay whether weight decay goes through the gradient (Adam) or not (AdamW)
record Moments(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        Updates.Decay decay,
        Formula formula) {
    static List<String> slotNames(boolean amsgrad) {
        return amsgrad
                ? List.of("firstMoment", "secondMoment", "largestSecondMoment")
                : List.of("firstMoment", "secondMoment");
    }

    /// @param step the present step's number, from 1
    <A> void update(
            double learningRate,
            long step,
            Kernels<A> kernels,
            Updates.Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            List<A> slots) {
        double correction1 = 1 - StrictMath.pow(beta1, step);
        double correction2 = 1 - StrictMath.pow(beta2, step);
        // Keras's form is PyTorch's with an epsilon that is uncorrected like the root beside it.
        double corrected = formula == Formula.KERAS ? epsilon / Math.sqrt(correction2) : epsilon;
        var rule =
                new Updates.Adam(
                        learningRate,
                        beta1,
                        beta2,
                        corrected,
                        weightDecay,
                        decay,
                        correction1,
                        correction2);
        A largest = slots.size() > 2 ? slots.get(2) : null;
        kernels.adam(
                rule, clip, from, to, parameter, gradient, slots.get(0), slots.get(1), largest);
    }
}
