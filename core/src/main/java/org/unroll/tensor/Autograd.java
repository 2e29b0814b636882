package org.unroll.tensor;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reverse-mode automatic differentiation. Gradients are a value that is returned: nothing is
/// stored on tensors, and there is nothing to reset between steps.
public final class Autograd {
    private Autograd() {}

    /// A loss and its gradients.
    ///
    /// @param value the scalar that was computed
    /// @param gradients by the tensors that were asked for
    public record Differentiated(Tensor value, Gradients gradients) {}

    /// A function of tensors with a derivative of its own, for what operations alone do not
    /// express.
    public interface CustomFunction {
        /// The results. Keep here what the derivative will need. An input may itself be a result.
        List<Tensor> forward(List<Tensor> inputs);

        /// For each input its gradient, or null for none, from the results' gradients, of which
        /// those that nothing depended on are null. An input that is not `needed` may be left null.
        /// A gradient has its input's shape and type; other ones are refused with an
        /// [IllegalArgumentException]. Called at most once.
        List<@Nullable Tensor> gradients(List<@Nullable Tensor> outputGradients, boolean[] needed);
    }

    /// Computes a loss and differentiates it.
    ///
    /// @param by what to differentiate by: a model's parameters
    /// @param loss computes a scalar of floating type
    public static Differentiated differentiate(Parameters by, Supplier<Tensor> loss) {
        return differentiate(by.tensors(), loss);
    }

    /// Computes a loss and differentiates it.
    ///
    /// @param by tensors of floating type; operations on exactly these objects are followed
    /// @param loss computes a scalar of floating type
    /// @throws IllegalStateException if called within another differentiation
    /// @throws IllegalArgumentException if the loss is not one number of floating type
    public static Differentiated differentiate(List<Tensor> by, Supplier<Tensor> loss) {
        if (Tape.current() != null) {
            throw new IllegalStateException(
                    "differentiate(...) within differentiate(...) is not supported");
        }
        Tape tape = new Tape(by);
        Tensor value = ScopedValue.where(Tape.CURRENT, tape).call(loss::get);
        Objects.requireNonNull(value, "the function that computes the loss returned null");
        if (value.size() != 1 || !value.type().isFloating()) {
            throw new IllegalArgumentException(
                    "a loss is one number of floating type but got %s %s"
                            .formatted(value.type(), value.shape()));
        }
        Map<Tensor, Tensor> gradients = tape.gradients(value);
        // A copy: the loss may share its array with a parameter, which an optimizer then changes.
        Tensor copy = Tensor.full(value.type(), value.detached().element(0), value.shape().dims());
        return new Differentiated(copy, new Gradients(by, gradients));
    }

    /// Whether a differentiation is going on.
    public static boolean isFollowing() {
        return Tape.current() != null;
    }

    /// Whether a differentiation is going on that depends on any of these tensors.
    public static boolean follows(List<Tensor> tensors) {
        Tape tape = Tape.current();
        return tape != null && tensors.stream().anyMatch(tensor -> tape.number(tensor) >= 0);
    }

    /// Tells the gradient of a value in the middle of what is being differentiated, once it is
    /// known; nothing is told if no differentiation follows the value, or the loss does not depend
    /// on it. For observing: how gradients vanish, say. An embedding's output is to be watched
    /// before a recurrent layer gets it: one that nobody watches may have no gradient of its own.
    public static void watch(Tensor value, Consumer<Tensor> gradient) {
        Tape tape = Tape.current();
        if (tape != null) {
            tape.watch(value, gradient);
        }
    }

    /// Runs something whose operations are not followed.
    public static <T> T unfollowed(Supplier<T> body) {
        return ScopedValue.where(Tape.CURRENT, null).call(body::get);
    }

    /// Runs a function that brings its own derivative. In a cell's step it is recorded like the
    /// rest of it, so it has to be written in operations of tensors there, its gradients too.
    public static List<Tensor> call(CustomFunction function, List<Tensor> inputs) {
        Tape tape = Tape.current();
        if (tape == null && recording(inputs) == null) {
            return checkedFinite(function, inputs, function.forward(inputs));
        }
        // In a step its operations are recorded, but nobody follows them from the inputs on.
        List<Tensor> constant =
                recording(inputs) == null ? inputs : inputs.stream().map(Tensor::detached).toList();
        List<Tensor> outputs = unfollowed(() -> function.forward(constant));
        checkedFinite(function, inputs, outputs);
        // A result may be an input, or stand twice among the results; each gets a place of its own.
        List<Tensor> own = outputs.stream().map(Tensor::detached).toList();
        ReverseSweep.Rule rule =
                (gradients, needed) ->
                        checked(inputs, function.gradients(gradients, needed), needed);
        @Nullable Recording recording = recording(own);
        if (recording != null) {
            recording.addCustom(inputs, own, rule);
        } else if (tape != null) {
            tape.add(inputs, own, rule);
        }
        return own;
    }

    private static List<Tensor> checkedFinite(
            CustomFunction function, List<Tensor> inputs, List<Tensor> outputs) {
        outputs.forEach(output -> FiniteCheck.check(function, inputs, output));
        return outputs;
    }

    private static @Nullable Recording recording(List<Tensor> tensors) {
        for (Tensor tensor : tensors) {
            if (tensor.recording() != null) {
                return tensor.recording();
            }
        }
        return null;
    }

    private static List<@Nullable Tensor> checked(
            List<Tensor> inputs, List<@Nullable Tensor> gradients, boolean[] needed) {
        if (gradients.size() != inputs.size()) {
            throw new IllegalArgumentException(
                    "a function with its own derivative gave %d gradients for %d inputs"
                            .formatted(gradients.size(), inputs.size()));
        }
        for (int i = 0; i < needed.length; i++) {
            Tensor input = inputs.get(i);
            @Nullable Tensor gradient = gradients.get(i);
            if (needed[i]
                    && gradient != null
                    && !(gradient.shape().equals(input.shape())
                            && gradient.type() == input.type())) {
                throw new IllegalArgumentException(
                        "a function with its own derivative gave for input %d, %s %s, a gradient %s %s"
                                .formatted(
                                        i,
                                        input.type(),
                                        input.shape(),
                                        gradient.type(),
                                        gradient.shape()));
            }
        }
        return gradients;
    }
}
