package org.unroll.train;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Finds out where a number stopped being finite, by running the same batch once more with every
/// result checked.
final class Diagnosis {
    private Diagnosis() {}

    /// One line: what was not finite first.
    ///
    /// @param loss the loss on the same batch, from the same random numbers and carried state
    /// @param gradients the gradients that it gave
    static String of(Parameters parameters, Supplier<Tensor> loss, Gradients gradients) {
        for (Map.Entry<String, Tensor> parameter : parameters.asMap().entrySet()) {
            if (!parameter.getValue().isFinite()) {
                return "parameter \"%s\" was not finite already before this iteration"
                        .formatted(parameter.getKey());
            }
        }
        return replayed(parameters, loss)
                .or(() -> gradient(parameters, gradients))
                .orElse("each gradient is finite, but they are too large for their norm");
    }

    private static Optional<String> replayed(Parameters parameters, Supplier<Tensor> loss) {
        try {
            FiniteCheck.run(() -> Autograd.differentiate(parameters, loss));
            return Optional.empty();
        } catch (FiniteCheck.NotFiniteException e) {
            return Optional.ofNullable(e.getMessage());
        }
    }

    private static Optional<String> gradient(Parameters parameters, Gradients gradients) {
        return parameters.asMap().entrySet().stream()
                .filter(parameter -> !gradients.of(parameter.getValue()).isFinite())
                .findFirst()
                .map(parameter ->
                        "the gradient of \"%s\" is not finite".formatted(parameter.getKey()));
    }
}
