package org.unroll.tensor;

import java.util.List;
import java.util.function.Supplier;

/// Finds the first operation whose result is not finite: for replaying a training step that ended
/// in NaN. While it is on, recurrent layers run eagerly, one timestep after the other, so that the
/// operation found is in the cell.
public final class FiniteCheck {
    private static final ScopedValue<String> WHERE = ScopedValue.newInstance();

    private FiniteCheck() {}

    /// Says which operation gave the first value that is not finite, and where.
    public static final class NotFiniteException extends ArithmeticException {
        private static final long serialVersionUID = 1;

        NotFiniteException(String message) {
            super(message);
        }
    }

    /// Runs something with every result checked.
    ///
    /// @throws NotFiniteException at the first result that is not finite
    public static <T> T run(Supplier<T> body) {
        return ScopedValue.where(WHERE, "").call(body::get);
    }

    /// Whether results are being checked.
    public static boolean isOn() {
        return WHERE.isBound();
    }

    /// Runs a part of a checked computation under a name for messages: a layer, a timestep.
    public static <T> T in(String part, Supplier<T> body) {
        if (!isOn()) {
            return body.get();
        }
        String outer = WHERE.get();
        return ScopedValue.where(WHERE, outer.isEmpty() ? part : outer + ", " + part)
                .call(body::get);
    }

    static void check(Operation operation, List<Tensor> inputs, Tensor output) {
        if (isOn()) {
            String name = operation.toString().replace("[]", "").replaceAll("function=", "");
            check(name, inputs, output);
        }
    }

    static void check(Autograd.CustomFunction function, List<Tensor> inputs, Tensor output) {
        if (isOn() && output.recording() == null) {
            check(function.getClass().getSimpleName(), inputs, output);
        }
    }

    private static void check(String name, List<Tensor> inputs, Tensor output) {
        if (output.isFinite()) {
            return;
        }
        String culprit = "";
        for (Tensor input : inputs) {
            if (!input.isFinite()) {
                culprit = " (an input of shape " + input.shape() + " was not finite already)";
            }
        }
        String where = WHERE.get();
        throw new NotFiniteException(
                "%s gave a value that is not finite, in a result of shape %s%s%s"
                        .formatted(
                                name,
                                output.shape(),
                                where.isEmpty() ? "" : ", in " + where,
                                culprit));
    }
}
